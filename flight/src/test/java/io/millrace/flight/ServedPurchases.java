package io.millrace.flight;

import static io.millrace.Functions.*;

import io.millrace.StreamingContext;
import io.millrace.Trigger;
import java.util.function.UnaryOperator;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A server with a stream, a result and two queries, and a stock client of it. */
final class ServedPurchases implements AutoCloseable {
  final BufferAllocator allocator = new RootAllocator();
  final FlightServer server;
  final FlightClient client;

  ServedPurchases(FlightLimits limits, UnaryOperator<FlightServer.Builder> settings) {
    Catalogue catalogue =
        Catalogue.create(
            limits, () -> StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE));
    var purchases = catalogue.stream("purchases", Rows.SCHEMA);
    catalogue.result("totals", purchases.groupBy("user").running().agg(sum("amount").as("total")));
    catalogue.query("large", rows -> rows.filter(col("amount").gt(3)));
    catalogue.query(
        "strict", rows -> rows.select(col("user"), col("amount").div(col("amount").minus(1))));
    catalogue.letPutsMakeStreams();
    server = settings.apply(FlightServer.builder(catalogue)).start();
    client = server.port() < 0 ? null : FlightClient.builder(allocator, location()).build();
  }

  ServedPurchases() {
    this(FlightLimits.DEFAULT, builder -> builder);
  }

  Location location() {
    return Location.forGrpcInsecure("localhost", server.port());
  }

  /** A leak on either side is an error. */
  @Override
  public void close() throws InterruptedException {
    try (allocator;
        server) {
      if (client != null) {
        client.close();
      }
    }
  }
}
