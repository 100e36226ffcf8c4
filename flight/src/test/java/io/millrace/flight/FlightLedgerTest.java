package io.millrace.flight;

import static io.millrace.flight.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Flight copies in either direction stands in the metrics of the query's batches. */
@Timeout(60)
class FlightLedgerTest {
  private final BlockingQueue<BatchMetrics> metrics = new LinkedBlockingQueue<>();

  private long awaitCopied(String hop) throws InterruptedException {
    while (true) {
      long copied = metrics.take().bytesCopied().getOrDefault(hop, 0L);
      if (copied > 0) {
        return copied;
      }
    }
  }

  private static void put(FlightClient client, BufferAllocator allocator) throws Exception {
    try (VectorSchemaRoot root = Rows.root(allocator, row("anna", 3), row("bert", 4));
        SyncPutListener listener = new SyncPutListener()) {
      FlightClient.ClientStreamListener stream =
          client.startPut(FlightDescriptor.path("purchases"), root, listener);
      stream.putNext();
      stream.completed();
      stream.getResult();
    }
  }

  @Test
  void bytesInAndOutAreCounted() throws Exception {
    Catalogue catalogue =
        Catalogue.create(
            FlightLimits.DEFAULT,
            () -> StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE));
    catalogue.result("same", catalogue.stream("purchases", Rows.SCHEMA));
    catalogue
        .context()
        .addListener(
            new BatchListener() {
              @Override
              public void onBatch(BatchMetrics batch) {
                metrics.add(batch);
              }
            });
    Ticket ticket = new Ticket("same".getBytes(StandardCharsets.UTF_8));
    try (BufferAllocator allocator = new RootAllocator();
        FlightServer server = FlightServer.builder(catalogue).start();
        FlightClient client =
            FlightClient.builder(allocator, Location.forGrpcInsecure("localhost", server.port()))
                .build();
        FlightStream reader = client.getStream(ticket)) {
      assertThat(reader.getSchema()).isEqualTo(Rows.SCHEMA);
      put(client, allocator);
      // two rows: three offsets and eight bytes of names, two amounts, and padding
      assertThat(awaitCopied("source flight(purchases)")).isBetween(36L, 5L * 64);
      assertThat(reader.next()).isTrue();
      // the first batch was sent to its reader by now; it counts with the second
      put(client, allocator);
      assertThat(awaitCopied("sink flight(same)")).isBetween(36L, 10L * 64);
      reader.cancel("enough", null);
    }
  }
}
