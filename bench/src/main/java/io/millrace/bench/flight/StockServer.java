package io.millrace.bench.flight;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.BufferAllocator;

/** Arrow Java's own server, which sums what is put. */
final class StockServer extends NoOpFlightProducer implements AutoCloseable {
  private final AtomicLong summed;
  private FlightServer server;

  private StockServer(AtomicLong summed) {
    this.summed = summed;
  }

  static StockServer start(BufferAllocator allocator, AtomicLong summed) throws Exception {
    StockServer producer = new StockServer(summed);
    producer.server =
        FlightServer.builder(allocator, Location.forGrpcInsecure("localhost", 0), producer)
            .build()
            .start();
    return producer;
  }

  int port() {
    return server.getPort();
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
    return () -> {
      while (stream.next()) {
        summed.addAndGet(FlightTransfer.sum(stream.getRoot()));
      }
      acknowledgements.onCompleted();
    };
  }

  @Override
  public void close() throws Exception {
    server.shutdown();
    server.awaitTermination(10, TimeUnit.SECONDS);
    server.close();
  }
}
