package io.millrace.bench.data;

import io.millrace.kernels.memory.Raw;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;

/**
 * Rows of an int64 {@code key} and an int64 {@code value}. Keys are drawn uniformly from {@code
 * keys} different ones, so that few rows for many keys leave some undrawn; values uniformly from -1
 * to 1 million.
 *
 * @param rows how many
 * @param keys how many different keys are drawn from
 * @param dense whether keys are 0, 1, 2 … instead of being spread over the int64 range by a
 *     bijection
 * @param seed of the sequence
 */
public record KeyedLongs(long rows, long keys, boolean dense, long seed) implements DataSource {
  static final long LARGEST_VALUE = 1_000_000;

  @Override
  public String describe() {
    return "%,d rows, int64 key (%,d %s), int64 value"
        .formatted(rows, keys, dense ? "dense" : "spread");
  }

  @Override
  public Dataset generate(BufferAllocator allocator) {
    return BatchList.fill(rows, (first, count) -> columns(allocator, first, count));
  }

  private List<FieldVector> columns(BufferAllocator allocator, long first, int count) {
    BigIntVector key = Columns.longs("key", allocator, count);
    BigIntVector value;
    try {
      value = Columns.longs("value", allocator, count);
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
    writeKeys(key.getDataBufferAddress(), first, count);
    writeValues(value.getDataBufferAddress(), first, count, seed);
    return List.of(key, value);
  }

  private void writeKeys(long address, long first, int count) {
    for (int i = 0; i < count; i++) {
      long id = SplitMix64.below(keys, seed, 2 * (first + i));
      Raw.putLong(address + 8L * i, dense ? id : spread(id));
    }
  }

  static void writeValues(long address, long first, int count, long seed) {
    for (int i = 0; i < count; i++) {
      long below = SplitMix64.below(2 * LARGEST_VALUE + 1, seed, 2 * (first + i) + 1);
      Raw.putLong(address + 8L * i, below - LARGEST_VALUE);
    }
  }

  /** A different number anywhere in the int64 range for each {@code id}. */
  static long spread(long id) {
    return SplitMix64.mix(id + 0x6D696C6C72616365L);
  }
}
