package io.millrace.kernels.cpu.arithmetic;

/** Integers to the nearest double, ties to even. */
public final class LongToDouble {
  private LongToDouble() {}

  /** Converts {@code n} values; {@code unsigned} if they are unsigned 64-bit ones. */
  public static void convert(boolean unsigned, long[] from, double[] to, int n) {
    if (unsigned) {
      unsigned(from, to, n);
    } else {
      signed(from, to, n);
    }
  }

  private static void signed(long[] from, double[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (double) from[i];
    }
  }

  /**
   * The greater half is halved with its lowest bit kept sticky, so that it rounds as the whole
   * would.
   */
  private static void unsigned(long[] from, double[] to, int n) {
    for (int i = 0; i < n; i++) {
      long value = from[i];
      to[i] = value >= 0 ? (double) value : (double) (value >>> 1 | (value & 1)) * 2.0;
    }
  }
}
