package io.millrace.kernels.cpu.compare;

import io.millrace.kernels.op.Comparison;

/**
 * Comparisons of doubles in their total order, 64 rows to a word: NaN equals NaN and is above all
 * else.
 */
final class DoubleComparison {
  private DoubleComparison() {}

  static void compare(Comparison op, double[] a, double[] b, long[] bits, int n) {
    switch (op) {
      case EQUAL -> equal(a, b, bits, n, 0L);
      case NOT_EQUAL -> equal(a, b, bits, n, -1L);
      case LESS -> less(a, b, bits, n, 0L);
      case GREATER_OR_EQUAL -> less(a, b, bits, n, -1L);
      case GREATER -> less(b, a, bits, n, 0L);
      case LESS_OR_EQUAL -> less(b, a, bits, n, -1L);
    }
  }

  private static void equal(double[] a, double[] b, long[] bits, int n, long inverted) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        double x = a[i];
        double y = b[i];
        long same = x == y ? 1L : 0L;
        long bothNan = (Double.isNaN(x) ? 1L : 0L) & (Double.isNaN(y) ? 1L : 0L);
        word |= (same | bothNan) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }

  private static void less(double[] a, double[] b, long[] bits, int n, long inverted) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        double x = a[i];
        double y = b[i];
        long below = x < y ? 1L : 0L;
        long belowNan = (Double.isNaN(x) ? 0L : 1L) & (Double.isNaN(y) ? 1L : 0L);
        word |= (below | belowNan) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }
}
