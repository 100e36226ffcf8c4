package io.millrace.bench.data;

import io.millrace.kernels.memory.Raw;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * Rows of a short string {@code key} and an int64 {@code value}. A key looks like an identifier:
 * one of four prefixes, then letters and digits; 1 to 12 bytes, most 8 to 12. Keys and values are
 * drawn as {@link KeyedLongs} draws them.
 *
 * @param rows how many
 * @param keys how many different keys are drawn from, at most 2^40
 * @param seed of the sequence
 */
public record KeyedStrings(long rows, long keys, long seed) implements DataSource {
  private static final int LONGEST = 12;
  private static final long FORTY_BITS = (1L << 40) - 1;
  private static final byte[] DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] PREFIXES = {
    {}, {'u', '-'}, {'i', 'd', '-'}, {'k', 'e', 'y', '-'},
  };

  @Override
  public String describe() {
    return "%,d rows, string key of 1 to 12 bytes (%,d), int64 value".formatted(rows, keys);
  }

  @Override
  public Dataset generate(BufferAllocator allocator) {
    return BatchList.fill(rows, (first, count) -> columns(allocator, first, count));
  }

  private List<FieldVector> columns(BufferAllocator allocator, long first, int count) {
    VarCharVector key = Columns.strings("key", allocator, (long) LONGEST * count, count);
    BigIntVector value;
    try {
      value = Columns.longs("value", allocator, count);
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
    writeKeys(key, first, count);
    KeyedLongs.writeValues(value.getDataBufferAddress(), first, count, seed);
    return List.of(key, value);
  }

  private void writeKeys(VarCharVector key, long first, int count) {
    long offsets = key.getOffsetBufferAddress();
    long bytes = key.getDataBufferAddress();
    byte[] scratch = new byte[LONGEST];
    int end = 0;
    for (int i = 0; i < count; i++) {
      int length = write(SplitMix64.below(keys, seed, 2 * (first + i)), scratch);
      Raw.copy(scratch, 0, bytes + end, length);
      end += length;
      Raw.putInt(offsets + 4L * (i + 1), end);
    }
    Columns.filled(key, count);
  }

  /** Writes the key of an id and returns its length. Different ids have different keys. */
  static int write(long id, byte[] into) {
    byte[] prefix = PREFIXES[(int) (id & 3)];
    System.arraycopy(prefix, 0, into, 0, prefix.length);
    int length = prefix.length;
    long rest = mix40(id);
    do {
      into[length++] = DIGITS[(int) (rest % DIGITS.length)];
      rest /= DIGITS.length;
    } while (rest != 0);
    return length;
  }

  /** A bijection of the 40-bit numbers. */
  private static long mix40(long id) {
    long z = (id * 0x9E3779B97DL) & FORTY_BITS;
    return ((z ^ (z >>> 20)) * 0xD1B54A32D5L) & FORTY_BITS;
  }
}
