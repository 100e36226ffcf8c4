package io.millrace.source.rate;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keys as text: a prefix and the key's number, with zeros before it so that all are equally long
 * and sort as their numbers do. Digits come four at a time from a table.
 */
final class TextKeys implements RateColumn {
  private static final int CHUNK = 1024;
  private static final int LONGEST_PREFIX = 8;
  private static final long MOST_KEYS = 10_000_000_000_000_000L;
  private static final int SLACK = 16;
  private static final int[] FOUR_DIGITS = fourDigits();

  private final KeyDistribution keys;
  private final int prefixLength;
  private final long prefix;
  private final int digits;

  TextKeys(String prefix, KeyDistribution keys) {
    byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_PREFIX || keys.keys() > MOST_KEYS) {
      throw new UserException(
          "Text keys have a prefix of at most 8 bytes and at most 10^16 numbers: prefix="
              + prefix
              + ", keys="
              + keys.keys()
              + ".");
    }
    long word = 0;
    for (int i = 0; i < bytes.length; i++) {
      word |= (bytes[i] & 0xFFL) << (8 * i);
    }
    this.keys = keys;
    this.prefix = word;
    this.prefixLength = bytes.length;
    this.digits = Long.toString(keys.keys() - 1).length();
  }

  @Override
  public DataType type() {
    return DataType.UTF8;
  }

  @Override
  public int bytesPerRow() {
    return Integer.BYTES + width();
  }

  private int width() {
    return prefixLength + digits;
  }

  @Override
  public Column generate(RowRange range, BufferAllocator allocator) {
    ArrowBuf offsets = allocator.buffer((range.rows() + 1L) * Integer.BYTES);
    ArrowBuf data = null;
    try {
      data = allocator.buffer((long) range.rows() * width() + SLACK);
      offsets(offsets.memoryAddress(), range.rows(), width());
      text(range, data.memoryAddress());
      return Column.of(DataType.UTF8, range.rows(), 0, null, offsets, data);
    } catch (RuntimeException | Error e) {
      offsets.close();
      if (data != null) {
        data.close();
      }
      throw e;
    }
  }

  private static void offsets(long address, int rows, int width) {
    for (int i = 0; i <= rows; i++) {
      Raw.putInt(address + i * 4L, i * width);
    }
  }

  private void text(RowRange range, long address) {
    long[] chunk = new long[CHUNK];
    for (int at = 0; at < range.rows(); at += CHUNK) {
      int count = Math.min(CHUNK, range.rows() - at);
      keys.draw(range.seed(), range.first() + at, chunk, count);
      long to = address + (long) at * width();
      if (digits <= 8) {
        shortText(chunk, count, to, prefix, prefixLength, digits);
      } else {
        longText(chunk, count, to, prefix, prefixLength, digits - 8);
      }
    }
  }

  /**
   * Words are written whole, front to back: what they write too much is overwritten by the next.
   */
  private static void shortText(
      long[] numbers, int count, long address, long prefix, int prefixLength, int digits) {
    int shift = 8 * (8 - digits);
    int width = prefixLength + digits;
    long to = address;
    for (int i = 0; i < count; i++) {
      Raw.putLong(to, prefix);
      Raw.putLong(to + prefixLength, eightDigits(numbers[i]) >>> shift);
      to += width;
    }
  }

  private static void longText(
      long[] numbers, int count, long address, long prefix, int prefixLength, int upper) {
    int shift = 8 * (8 - upper);
    int width = prefixLength + upper + 8;
    long to = address;
    for (int i = 0; i < count; i++) {
      long high = numbers[i] / 100_000_000;
      Raw.putLong(to, prefix);
      Raw.putLong(to + prefixLength, eightDigits(high) >>> shift);
      Raw.putLong(to + prefixLength + upper, eightDigits(numbers[i] - high * 100_000_000));
      to += width;
    }
  }

  /** The eight decimal digits of a number below 10^8, the first in the lowest byte. */
  static long eightDigits(long number) {
    int high = (int) (number / 10_000);
    int low = (int) (number - high * 10_000L);
    return FOUR_DIGITS[high] | ((long) FOUR_DIGITS[low] << 32);
  }

  private static int[] fourDigits() {
    int[] words = new int[10_000];
    for (int n = 0; n < words.length; n++) {
      int digits = (n / 1000) | ((n / 100 % 10) << 8) | ((n / 10 % 10) << 16) | ((n % 10) << 24);
      words[n] = digits | 0x3030_3030;
    }
    return words;
  }
}
