package io.millrace.kernels.cpu.group.cell;

/**
 * Bits of doubles that are equal, or ordered, as the values are: one NaN, greatest of all, and one
 * zero.
 */
public final class Canonical {
  private static final long NAN = Double.doubleToRawLongBits(Double.NaN);

  private Canonical() {}

  /** Bits that are equal exactly if the values are. */
  public static long key(double value) {
    return Double.isNaN(value) ? NAN : Double.doubleToRawLongBits(value + 0.0);
  }

  /** Bits whose signed order is the order of the values. */
  public static long ordered(double value) {
    return flip(key(value));
  }

  /** The double of {@link #ordered} bits. */
  public static double unordered(long bits) {
    return Double.longBitsToDouble(flip(bits));
  }

  private static long flip(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /** An unsigned integer as a double. */
  public static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }
}
