package io.millrace.bench.millrace;

import io.millrace.Device;
import io.millrace.Limits;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.bench.compare.Contender;
import io.millrace.bench.compare.Measurement;
import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.Role;
import io.millrace.bench.compare.Workload;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.source.QueueSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Millrace as a program would use it: a context, a source over the Arrow batches, operators, a
 * sink. The time is from the start of the context to the end of its last micro-batch, all that a
 * query needs to begin and end included.
 */
public final class MillraceContender implements Contender {
  /** Micro-batches of event time queries: windows come out while the stream goes on. */
  private static final Limits MILLION_ROWS = new Limits(1_000_000, Long.MAX_VALUE, false);

  private static final Limits ONE_BATCH = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, false);

  private Workload workload;

  /** Holds nothing but the file of lines; null for queries over rows in memory. */
  private Path folder;

  @Override
  public String name() {
    return "millrace";
  }

  @Override
  public Role role() {
    return Role.SUBJECT;
  }

  @Override
  public void prepare(Workload work) throws IOException {
    workload = work;
    if (work.query() == Query.COUNT_WORDS_OF_FILE) {
      Path file = work.files().text();
      folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "millrace-");
      Files.createLink(folder.resolve("lines.txt"), file);
    }
  }

  @Override
  public String version() {
    return "Millrace, cpu";
  }

  @Override
  public Measurement run() throws Exception {
    AtomicLong ended = new AtomicLong();
    try (BufferAllocator child =
        workload.allocator().newChildAllocator("millrace", 0, Long.MAX_VALUE)) {
      KeptResults results = new KeptResults(child);
      long start;
      try (StreamingContext context = context(child, ended)) {
        query(context).to(results);
        start = System.nanoTime();
        context.start();
        context.awaitTermination();
      }
      return new Measurement(ended.get() - start, results.digest());
    }
  }

  private StreamingContext context(BufferAllocator allocator, AtomicLong ended) {
    return StreamingContext.builder()
        .device(Device.CPU)
        .workers(workload.threads())
        .trigger(Trigger.AVAILABLE_NOW)
        .limits(isEventTime(workload.query()) ? MILLION_ROWS : ONE_BATCH)
        .allocator(allocator)
        .listener(
            new BatchListener() {
              @Override
              public void onBatch(BatchMetrics metrics) {
                ended.set(System.nanoTime());
              }
            })
        .create();
  }

  private static boolean isEventTime(Query query) {
    return query == Query.COUNT_BY_TUMBLING_WINDOW || query == Query.COUNT_BY_SLIDING_WINDOW;
  }

  private Stream query(StreamingContext context) {
    return MillraceQueries.apply(
        workload.query(),
        workload.query() == Query.COUNT_WORDS_OF_FILE ? context.textFiles(folder) : rows(context));
  }

  private Stream rows(StreamingContext context) {
    QueueSource source = new QueueSource(workload.data().schema());
    for (VectorSchemaRoot batch : workload.data().batches()) {
      source.add(ArrowBatches.of(batch, null));
    }
    return context.queue(source);
  }

  @Override
  public void close() throws IOException {
    if (folder != null) {
      Files.deleteIfExists(folder.resolve("lines.txt"));
      Files.deleteIfExists(folder);
    }
  }
}
