package io.millrace.bench.data;

import io.millrace.kernels.memory.Raw;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroVector;

/**
 * Rows of an event {@code time} (timestamp in microseconds, no zone) and an int64 {@code key}, in
 * order of time with a little disorder: the clock advances evenly, and one row in 16 is older than
 * its place says, by less than {@link #LARGEST_DELAY_MICROS}. With at least that much allowed
 * lateness no row is late. Keys are drawn as {@link KeyedLongs} draws spread ones.
 *
 * @param rows how many
 * @param keys how many different keys are drawn from
 * @param rowsPerSecond how many rows share one second of event time
 * @param seed of the sequence
 */
public record EventRows(long rows, long keys, long rowsPerSecond, long seed) implements DataSource {
  /** No row is older than the newest before it by this much. */
  public static final long LARGEST_DELAY_MICROS = 500_000;

  /** The time of the first row: 2026-01-01T00:00:00. */
  public static final long START_MICROS = 1_767_225_600_000_000L;

  @Override
  public String describe() {
    return "%,d rows, event time (%,d rows a second, %,d s), int64 key (%,d spread)"
        .formatted(rows, rowsPerSecond, rows / rowsPerSecond, keys);
  }

  @Override
  public Dataset generate(BufferAllocator allocator) {
    return BatchList.fill(rows, (first, count) -> columns(allocator, first, count));
  }

  private List<FieldVector> columns(BufferAllocator allocator, long first, int count) {
    TimeStampMicroVector time = Columns.times("time", allocator, count);
    BigIntVector key;
    try {
      key = Columns.longs("key", allocator, count);
    } catch (RuntimeException e) {
      time.close();
      throw e;
    }
    write(time.getDataBufferAddress(), key.getDataBufferAddress(), first, count);
    return List.of(time, key);
  }

  private void write(long times, long ids, long first, int count) {
    for (int i = 0; i < count; i++) {
      long row = first + i;
      long id = SplitMix64.below(keys, seed, 2 * row);
      Raw.putLong(times + 8L * i, START_MICROS + row * 1_000_000 / rowsPerSecond - delay(row));
      Raw.putLong(ids + 8L * i, KeyedLongs.spread(id));
    }
  }

  private long delay(long row) {
    long drawn = SplitMix64.below(16 * LARGEST_DELAY_MICROS, seed, 2 * row + 1);
    return drawn < LARGEST_DELAY_MICROS ? drawn : 0;
  }
}
