package io.millrace.bench.loop;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.sum;

import io.millrace.StreamingContext;
import io.millrace.kernels.types.DataType;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.source.QueueSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a micro-batch without rows costs: a query that filters, groups by key and has an output, on
 * an interval of a millisecond. The second half of the batches counts, the first warms up.
 */
public final class EmptyBatch {
  private static final Duration RUN = Duration.ofSeconds(8);

  private EmptyBatch() {}

  /** Runs for eight seconds and prints the median and the 99th percentile. */
  public static void main(String[] args) throws InterruptedException {
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    AtomicLong rows = new AtomicLong();
    Schema schema = new Schema(List.of(DataType.INT64.field("key"), DataType.INT64.field("value")));
    try (StreamingContext context =
        StreamingContext.builder()
            .batchInterval(Duration.ofMillis(1))
            .listener(
                new BatchListener() {
                  @Override
                  public void onBatch(BatchMetrics metrics) {
                    nanos.add(metrics.processingNanos());
                  }
                })
            .create()) {
      context
          .queue(new QueueSource(schema))
          .filter(col("value").gt(0))
          .groupBy("key")
          .agg(sum("value"), count())
          .foreachBatch(result -> rows.addAndGet(result.rows()));
      context.start();
      context.awaitTermination(RUN);
    }
    report(nanos, rows.get());
  }

  private static void report(List<Long> nanos, long rows) {
    if (rows != 0 || nanos.size() < 100) {
      throw new IllegalStateException("batches=" + nanos.size() + ", rows=" + rows);
    }
    List<Long> counted = nanos.subList(nanos.size() / 2, nanos.size()).stream().sorted().toList();
    System.out.printf(
        "empty micro-batches: %d, median %.1f us, 99th percentile %.1f us%n",
        counted.size(),
        counted.get(counted.size() / 2) / 1e3,
        counted.get(counted.size() * 99 / 100) / 1e3);
  }
}
