package io.millrace.bench.ipc;

import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.flight.Catalogue;
import io.millrace.flight.FlightLimits;
import io.millrace.flight.FlightServer;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.sink.Result;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Puts batches into a Flight server of this process, over TCP and with Arrow Java's client; a query
 * sums them. What is counted as copied is the server's share.
 */
final class FlightPath {
  /** How long a client waits before it asks again whether there is room. */
  private static final long PAUSE = 20_000;

  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();
  private final AtomicLong copied = new AtomicLong();

  private FlightPath() {}

  static IpcPaths.Pass pass(LongColumns memory, long expected, BufferAllocator allocator)
      throws Exception {
    FlightPath path = new FlightPath();
    long nanos;
    try (FlightServer server = path.server(memory);
        BufferAllocator sending = allocator.newChildAllocator("client", 0, Long.MAX_VALUE);
        FlightClient client =
            FlightClient.builder(sending, Location.forGrpcInsecure("localhost", server.port()))
                .build()) {
      long start = System.nanoTime();
      put(memory, client, sending);
      while (path.rows.get() < memory.rows()) {
        LockSupport.parkNanos(PAUSE);
      }
      nanos = System.nanoTime() - start;
    }
    return new IpcPaths.Pass(path.sum.get(), expected, nanos, path.copied.get());
  }

  private FlightServer server(LongColumns memory) {
    Catalogue catalogue =
        Catalogue.create(
            FlightLimits.DEFAULT,
            () -> StreamingContext.builder().trigger(Trigger.AS_FAST_AS_POSSIBLE));
    catalogue.stream("numbers", memory.schema()).foreachBatch(this::take);
    catalogue
        .context()
        .addListener(
            new BatchListener() {
              @Override
              public void onBatch(BatchMetrics metrics) {
                metrics.bytesCopied().values().forEach(copied::addAndGet);
              }
            });
    return FlightServer.builder(catalogue).start();
  }

  private void take(Result result) {
    for (Batch batch : result.batches()) {
      sum.addAndGet(LongColumns.sum(batch));
    }
    rows.addAndGet(result.rows());
  }

  private static void put(LongColumns memory, FlightClient client, BufferAllocator sending)
      throws Exception {
    try (VectorSchemaRoot sent = VectorSchemaRoot.create(memory.schema(), sending);
        SyncPutListener listener = new SyncPutListener()) {
      VectorLoader loader = new VectorLoader(sent);
      FlightClient.ClientStreamListener stream =
          client.startPut(FlightDescriptor.path("numbers"), sent, listener);
      for (Batch batch : memory.batches()) {
        try (VectorSchemaRoot root = ArrowBatches.toRoot(batch, sending);
            ArrowRecordBatch vectors = new VectorUnloader(root).getRecordBatch()) {
          loader.load(vectors);
        }
        while (!stream.isReady()) {
          LockSupport.parkNanos(PAUSE);
        }
        stream.putNext();
      }
      stream.completed();
      stream.getResult();
    }
  }
}
