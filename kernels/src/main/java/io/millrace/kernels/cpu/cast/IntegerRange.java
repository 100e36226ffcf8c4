package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.types.Kind;

/**
 * The values that a kind of the long lane holds, as signed longs: unsigned 64-bit numbers beyond
 * the greatest signed one lie below zero there.
 */
public record IntegerRange(long min, long max) {
  /** Those of one kind. */
  public static IntegerRange of(Kind kind) {
    int bits = Byte.SIZE * kind.width();
    if (kind.isUnsigned()) {
      return new IntegerRange(0, bits == Long.SIZE ? Long.MAX_VALUE : (1L << bits) - 1);
    }
    return new IntegerRange(
        Long.MIN_VALUE >> (Long.SIZE - bits), Long.MAX_VALUE >> (Long.SIZE - bits));
  }

  /**
   * Those that a value of the kind {@code from} can have without change in the kind {@code to}, of
   * another kind.
   */
  public static IntegerRange between(Kind from, Kind to) {
    IntegerRange range = of(to);
    return from == Kind.UINT64 ? new IntegerRange(0, range.max) : range;
  }

  /** Whether the kind {@code to} holds all values of the kind {@code from}. */
  public static boolean fits(Kind from, Kind to) {
    IntegerRange all = of(from);
    IntegerRange range = of(to);
    return from != Kind.UINT64 && range.contains(all.min) && range.contains(all.max);
  }

  boolean contains(long value) {
    return value >= min && value <= max;
  }
}
