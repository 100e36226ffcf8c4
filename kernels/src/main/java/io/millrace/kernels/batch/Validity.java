package io.millrace.kernels.batch;

import io.millrace.kernels.memory.Raw;

/** Reading of validity bitmaps at any bit offset. */
public final class Validity {
  private Validity() {}

  /** Whether the bit at {@code index} is set. */
  public static boolean isSet(long address, long index) {
    return (Raw.getByte(address + (index >> 3)) >> (index & 7) & 1) != 0;
  }

  /**
   * Up to 64 bits beginning at bit {@code index}, the first in the lowest place; bits beyond {@code
   * count} are zero. No byte outside those that hold the bits is read.
   */
  public static long bits(long address, long index, int count) {
    long at = address + (index >> 3);
    int shift = (int) (index & 7);
    int bytes = (shift + count + 7) >> 3;
    long low = bytes >= 8 ? Raw.getLong(at) : partial(at, bytes);
    long word = low >>> shift;
    if (bytes > 8) {
      word |= (long) Raw.getByte(at + 8) << (64 - shift);
    }
    return count == 64 ? word : word & ((1L << count) - 1);
  }

  private static long partial(long at, int bytes) {
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (Raw.getByte(at + i) & 0xFFL) << (8 * i);
    }
    return word;
  }

  /** The number of clear bits among {@code rows} bits beginning at bit {@code index}. */
  public static int countNulls(long address, long index, int rows) {
    int set = 0;
    for (int i = 0; i < rows; i += 64) {
      set += Long.bitCount(bits(address, index + i, Math.min(64, rows - i)));
    }
    return rows - set;
  }
}
