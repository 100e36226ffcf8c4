package io.millrace.bench.device;

import io.millrace.ContextBuilder;
import io.millrace.Device;
import io.millrace.Limits;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.Dataset;
import io.millrace.bench.millrace.KeptResults;
import io.millrace.bench.millrace.MillraceQueries;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.source.QueueSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A whole query from the start of its context to the end of its last micro-batch. The rows lie in
 * the context's own memory, as those of a source would, which a GPU takes them from by itself.
 *
 * @param nanos of the whole
 * @param batches what each micro-batch told
 * @param digest of all results
 */
record QueryRun(double nanos, List<BatchMetrics> batches, ResultDigest digest) {
  /** Lets a context run on a device. */
  @FunctionalInterface
  interface Placement {
    /** Sets the device. */
    ContextBuilder on(ContextBuilder settings, Device device);
  }

  /** Runs the query; batches are no larger than {@code batchRows}. */
  static QueryRun of(
      Query query, DataSource source, long batchRows, Device device, Placement placement)
      throws Exception {
    List<BatchMetrics> batches = new ArrayList<>();
    BatchListener listener =
        new BatchListener() {
          @Override
          public void onBatch(BatchMetrics metrics) {
            batches.add(metrics);
          }
        };
    ContextBuilder settings =
        StreamingContext.builder()
            .trigger(Trigger.AVAILABLE_NOW)
            .limits(new Limits(batchRows, Long.MAX_VALUE, false))
            .listener(listener);
    KeptResults results;
    double nanos;
    try (StreamingContext context = placement.on(settings, device).create()) {
      results = new KeptResults(context.allocator());
      MillraceQueries.apply(query, context.queue(rows(source, context))).to(results);
      long begin = System.nanoTime();
      context.start();
      context.awaitTermination();
      nanos = System.nanoTime() - begin;
    }
    return new QueryRun(nanos, batches, results.digest());
  }

  private static QueueSource rows(DataSource source, StreamingContext context) {
    try (Dataset data = source.generate(context.allocator())) {
      QueueSource queue = new QueueSource(data.schema());
      data.batches().forEach(batch -> queue.add(ArrowBatches.of(batch, null)));
      return queue;
    }
  }

  /** Rows of the latter half of the batches: kernels are loaded and compiled by then. */
  long laterRows() {
    return later().stream().mapToLong(BatchMetrics::rowsIn).sum();
  }

  /** Nanoseconds that {@link #laterRows} took. */
  double laterNanos() {
    return later().stream().mapToLong(BatchMetrics::processingNanos).sum();
  }

  private List<BatchMetrics> later() {
    List<BatchMetrics> withRows = batches.stream().filter(batch -> batch.rowsIn() > 0).toList();
    return withRows.subList(withRows.size() / 2, withRows.size());
  }

  /** How many batches ran on each device, and the reason of the last one. */
  String placed() {
    Map<String, Long> devices =
        batches.stream()
            .collect(
                Collectors.groupingBy(BatchMetrics::device, TreeMap::new, Collectors.counting()));
    return devices.entrySet().stream()
            .map(each -> each.getValue() + " on " + each.getKey())
            .collect(Collectors.joining(", "))
        + "; "
        + batches.getLast().deviceReason();
  }
}
