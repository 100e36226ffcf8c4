package io.millrace.harness;

import io.millrace.ContextBuilder;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Runs a program over all that its sources hold and to its end, be it a failure, and checks that
 * every byte came back.
 *
 * @param failure what {@code awaitTermination} threw, null if nothing
 * @param metrics of the batches that were committed
 */
public record Run(Throwable failure, List<BatchMetrics> metrics) {
  /** Builds streams and outputs; batches that it makes come from the allocator. */
  @FunctionalInterface
  public interface Program {
    /** Builds. */
    void build(StreamingContext context, RootAllocator allocator) throws Exception;
  }

  /** Runs with default settings. */
  public static Run of(Program program) throws Exception {
    return of(settings -> settings, program);
  }

  /** Runs with settings of its own. */
  public static Run of(UnaryOperator<ContextBuilder> settings, Program program) throws Exception {
    try (RootAllocator root = new RootAllocator()) {
      return of(root, settings, program);
    }
  }

  /** Runs within an allocator, which must be as full afterwards as it was before. */
  public static Run of(RootAllocator root, UnaryOperator<ContextBuilder> settings, Program program)
      throws Exception {
    List<BatchMetrics> metrics = Collections.synchronizedList(new ArrayList<>());
    Throwable failure = null;
    try (StreamingContext context = settings.apply(defaults(root, metrics)).create()) {
      program.build(context, root);
      context.start();
      try {
        context.awaitTermination();
      } catch (Throwable e) {
        failure = e;
      }
    }
    return new Run(failure, metrics);
  }

  private static ContextBuilder defaults(RootAllocator root, List<BatchMetrics> metrics) {
    return StreamingContext.builder()
        .batchInterval(Duration.ofSeconds(1))
        .trigger(Trigger.AVAILABLE_NOW)
        .clock(new ManualClock(0))
        .workers(2)
        .allocator(root)
        .listener(
            new BatchListener() {
              @Override
              public void onBatch(BatchMetrics batch) {
                metrics.add(batch);
              }
            });
  }

  /** A batch with a source's columns. */
  public static Batch batch(RootAllocator allocator, Schema schema, TestColumn... columns) {
    try (Batch unnamed = TestBatches.of(allocator, columns)) {
      return unnamed.select(schema, IntStream.range(0, columns.length).toArray());
    }
  }
}
