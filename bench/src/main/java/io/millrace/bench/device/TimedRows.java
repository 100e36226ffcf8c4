package io.millrace.bench.device;

import io.millrace.bench.data.Dataset;
import io.millrace.bench.data.SplitMix64;
import io.millrace.bench.data.TextLines;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.TimeUnit;

/** The rows that kernels are timed over. */
final class TimedRows {
  static final DataType TIME = DataType.timestamp(TimeUnit.MILLISECOND, "Europe/Berlin");

  /** Columns of {@link #numbers}. */
  static final int ANY = 0;

  static final int SMALL = 1;
  static final int NULLABLE = 2;
  static final int DOUBLE = 3;
  static final int NARROW = 4;
  static final int INSTANT = 5;
  static final int FEW = 6;
  static final int SOME = 7;
  static final int MANY = 8;
  static final int SKEWED = 9;
  static final int PANE = 10;

  /** Columns of {@link #texts}. */
  static final int KEY = 0;

  static final int PHRASE = 1;
  static final int VALUE = 2;

  /** Different keys. */
  static final int FEW_KEYS = 100;

  static final int SOME_KEYS = 100_000;

  /** Columns of a Gram matrix. */
  static final int WIDTH = 8;

  private static final int PANES = 8;
  private static final long START_MILLIS = 1_767_225_600_000L;
  private static final long FOUR_YEARS = 4 * 365 * 86_400_000L;

  private TimedRows() {}

  /** Different keys of {@link #MANY}: four rows each. */
  static int manyKeys(int rows) {
    return Math.max(1, rows / 4);
  }

  private static long spread(long key) {
    return SplitMix64.mix(key + 1);
  }

  /** Numbers, instants and keys. The caller closes them. */
  static Batch numbers(BufferAllocator allocator, int rows) {
    try (ManyColumns made = new ManyColumns(allocator, rows)) {
      return made.longs(DataType.INT64, row -> SplitMix64.at(0, row))
          .longs(DataType.INT64, row -> made.below(2_000_001, row) - 1_000_000)
          .nullable(row -> made.below(2_000_001, row) - 1_000_000)
          .doubles(row -> made.below(1 << 30, row) / 1024.0)
          .ints(row -> made.below(1 << 20, row))
          .longs(TIME, row -> START_MILLIS + made.below(FOUR_YEARS, row))
          .longs(DataType.INT64, row -> spread(made.below(FEW_KEYS, row)))
          .longs(DataType.INT64, row -> spread(made.below(SOME_KEYS, row)))
          .longs(DataType.INT64, row -> spread(made.below(manyKeys(rows), row)))
          .longs(DataType.INT64, row -> spread(row % 3 > 0 ? 0 : made.below(SOME_KEYS, row)))
          .longs(DataType.INT64, row -> (long) row * PANES / rows)
          .batch();
    }
  }

  /** Text of ASCII. The caller closes it. */
  static Batch texts(BufferAllocator allocator, int rows) {
    try (ManyColumns made = new ManyColumns(allocator, rows)) {
      return made.texts(16, row -> "id-" + made.below(SOME_KEYS, row))
          .texts(40, row -> " Some words " + made.below(1_000_000, row) + ", and some more ")
          .longs(DataType.INT64, row -> made.below(2_000_001, row) - 1_000_000)
          .batch();
    }
  }

  /** Lines of words by Zipf's law, about so many bytes, at most 60 MB. The caller closes them. */
  static Batch lines(BufferAllocator allocator, long bytes) {
    try (Dataset data =
        new TextLines(Math.min(bytes, 60_000_000), 100_000, 1).generate(allocator)) {
      return ArrowBatches.of(data.batches().getFirst(), null);
    }
  }

  /** Doubles about 1. The caller closes them. */
  static Batch measurements(BufferAllocator allocator, int rows) {
    try (ManyColumns made = new ManyColumns(allocator, rows)) {
      for (int column = 0; column < WIDTH; column++) {
        made.doubles(row -> 0.5 + made.below(1 << 30, row) * 0x1p-30);
      }
      return made.batch();
    }
  }
}
