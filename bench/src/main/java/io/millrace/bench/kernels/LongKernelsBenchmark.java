package io.millrace.bench.kernels;

import io.millrace.bench.data.KeyedLongs;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.DataType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loading, arithmetic, comparison and selection over a million rows of two int64 columns, one
 * worker, chunk by chunk. The time is that of all rows; the values are checked once, beforehand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class LongKernelsBenchmark {
  private static final int ROWS = 1_000_000;

  /** Values lie between -1 and a million, so about half are below. */
  private static final long THRESHOLD = 500_000;

  private ChunkedBatch data;

  /** Makes the rows and checks what a selection finds. */
  @Setup
  public void open() {
    data = new ChunkedBatch(new KeyedLongs(ROWS, 100, true, 1), "cpu");
    long expected = 0;
    for (int row = 0; row < ROWS; row++) {
      expected += data.batch().column(1).data().getLong(8L * row) < THRESHOLD ? 1 : 0;
    }
    if (compareAndSelect() != expected) {
      throw new IllegalStateException(
          "wrong result: expected=" + expected + ", selected=" + compareAndSelect());
    }
  }

  /** Gives all memory back. */
  @TearDown
  public void close() {
    data.close();
  }

  /** One column. */
  @Benchmark
  public long load() {
    return data.sum(
        (context, staged, from, length) -> context.load(staged, 1, from, length).length());
  }

  /** Two columns, and their sum. */
  @Benchmark
  public long loadTwoAndAdd() {
    return data.sum(
        (context, staged, from, length) -> {
          Vec a = context.load(staged, 0, from, length);
          Vec b = context.load(staged, 1, from, length);
          return context.arithmetic(Arithmetic.ADD, DataType.INT64, a, b).length();
        });
  }

  /** One column compared with a constant, and the positions where it is less. */
  @Benchmark
  public long compareAndSelect() {
    return data.sum(
        (context, staged, from, length) -> {
          Vec value = context.load(staged, 1, from, length);
          Vec threshold = context.literal(DataType.INT64, THRESHOLD, length);
          return context.select(context.compare(Comparison.LESS, value, threshold)).length();
        });
  }

  /** As {@link #compareAndSelect}, and both columns at those positions. */
  @Benchmark
  public long filter() {
    return data.sum(
        (context, staged, from, length) -> {
          Vec value = context.load(staged, 1, from, length);
          Vec threshold = context.literal(DataType.INT64, THRESHOLD, length);
          var selection = context.select(context.compare(Comparison.LESS, value, threshold));
          Vec key = context.gather(context.load(staged, 0, from, length), selection);
          return (long) key.length() + context.gather(value, selection).length();
        });
  }
}
