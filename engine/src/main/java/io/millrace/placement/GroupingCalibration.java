package io.millrace.placement;

import io.millrace.kernels.Backend;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Measures what a device makes of the commonest job, sum and count by a 64-bit key, on a small and
 * a large batch: upload, load, group, seal and result.
 */
public final class GroupingCalibration implements Calibration {
  private static final int KEYS = 1000;

  /** For one size of batch; a device that is slower than that gets a smaller large batch. */
  private static final double MOST_NANOS = 1e9;

  /** Code that is not compiled yet is as slow from round to round. */
  private static final double LEAST_NANOS = 0.3e9;

  /** A round that takes less than this much of the best one makes hope for better ones. */
  private static final double BETTER = 0.95;

  private static final GroupSpec SPEC =
      new GroupSpec(
          List.of(new GroupSpec.Key("key", DataType.INT64)),
          List.of(
              new Aggregate("sum", AggregateFunction.SUM, DataType.INT64),
              new Aggregate("count", AggregateFunction.COUNT_ALL, null)));

  private final int few;
  private final int many;
  private final int rounds;
  private final LongSupplier nanoTime;

  /** The usual sizes. Takes a second or two, most of it until the CPU's kernels are compiled. */
  public GroupingCalibration() {
    this(1 << 12, 1 << 20, 8, System::nanoTime);
  }

  /** Sizes in rows; {@code nanoTime} tells the time. */
  GroupingCalibration(int few, int many, int rounds, LongSupplier nanoTime) {
    this.few = few;
    this.many = many;
    this.rounds = rounds;
    this.nanoTime = nanoTime;
  }

  @Override
  public CostModel measure(Backend backend, BufferAllocator allocator) {
    try (Batch all = batch(allocator);
        Batch small = all.slice(0, few)) {
      double roughly = best(backend, small, allocator);
      int rows = many;
      while (rows > 4 * few && roughly / few * rows > MOST_NANOS) {
        rows /= 2;
      }
      try (Batch large = all.slice(0, rows)) {
        double manyNanos = best(backend, large, allocator);
        // small batches alone are over before the kernels are compiled; by now they are
        return CostModel.through(few, best(backend, small, allocator), rows, manyNanos);
      }
    }
  }

  /**
   * The best of many rounds: kernels are loaded and compiled by then. Ends when rounds get no
   * better any more, or have taken their time.
   */
  private double best(Backend backend, Batch batch, BufferAllocator allocator) {
    double best = Double.MAX_VALUE;
    long begin = nanoTime.getAsLong();
    long now = begin;
    try (GroupTable table = backend.newGroupTable(SPEC, allocator)) {
      for (int since = 0; goesOn(since, now - begin); since++) {
        long from = now;
        run(backend, batch, table);
        now = nanoTime.getAsLong();
        if (now - from < BETTER * best) {
          since = 0;
        }
        best = Math.min(best, (double) (now - from));
      }
    }
    return best;
  }

  private boolean goesOn(int roundsSinceBetter, long nanos) {
    return nanos < LEAST_NANOS || (roundsSinceBetter < rounds && nanos < MOST_NANOS);
  }

  /** One batch; the table is a query's, so it is there before and empty again afterwards. */
  private static void run(Backend backend, Batch batch, GroupTable table) {
    try (StagedBatch staged = backend.stage(batch, 0, 1)) {
      int chunk = backend.chunkRows();
      int tasks = (int) ((batch.rows() + (long) chunk - 1) / chunk);
      backend.forEach(
          tasks,
          (kernels, task) -> {
            int from = (int) ((long) task * chunk);
            group(kernels, table, staged, from, Math.min(chunk, batch.rows() - from));
          });
      table.seal();
      table.result(0).forEach(Batch::close);
      table.evict(0);
    }
  }

  private static void group(
      KernelContext kernels, GroupTable table, StagedBatch staged, int from, int rows) {
    kernels.reset();
    Vec key = kernels.load(staged, 0, from, rows);
    Vec value = kernels.load(staged, 1, from, rows);
    table.writer(kernels).update(null, new Vec[] {key}, new Vec[] {value, null}, rows, from);
  }

  /** Keys in an order without a pattern, and values. The caller closes it. */
  private Batch batch(BufferAllocator allocator) {
    ArrowBuf keys = allocator.buffer(8L * many);
    ArrowBuf values = allocator.buffer(8L * many);
    long state = 1;
    for (int row = 0; row < many; row++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      keys.setLong(8L * row, (state >>> 33) % KEYS);
      values.setLong(8L * row, row);
    }
    return Batch.owning(
        new Schema(List.of(DataType.INT64.field("key"), DataType.INT64.field("value"))),
        many,
        Arrays.asList(
            Column.of(DataType.INT64, many, 0, null, null, keys),
            Column.of(DataType.INT64, many, 0, null, null, values)));
  }
}
