package io.millrace.kernels.cpu.compare;

import io.millrace.kernels.op.Comparison;

/**
 * Comparisons of longs, 64 rows to a word. {@code flip} is the least long for unsigned order, else
 * 0.
 */
final class LongComparison {
  private LongComparison() {}

  static void compare(Comparison op, long[] a, long[] b, long[] bits, int n, long flip) {
    switch (op) {
      case EQUAL -> equal(a, b, bits, n, 0L);
      case NOT_EQUAL -> equal(a, b, bits, n, -1L);
      case LESS -> less(a, b, bits, n, flip, 0L);
      case GREATER_OR_EQUAL -> less(a, b, bits, n, flip, -1L);
      case GREATER -> less(b, a, bits, n, flip, 0L);
      case LESS_OR_EQUAL -> less(b, a, bits, n, flip, -1L);
    }
  }

  private static void equal(long[] a, long[] b, long[] bits, int n, long inverted) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= (a[i] == b[i] ? 1L : 0L) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }

  private static void less(long[] a, long[] b, long[] bits, int n, long flip, long inverted) {
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        word |= ((a[i] ^ flip) < (b[i] ^ flip) ? 1L : 0L) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }
}
