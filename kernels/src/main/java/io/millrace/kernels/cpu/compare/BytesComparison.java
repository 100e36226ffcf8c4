package io.millrace.kernels.cpu.compare;

import io.millrace.kernels.cpu.text.ByteStrings;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.op.Comparison;

/** Comparisons of text and binary by unsigned bytes. */
final class BytesComparison {
  private BytesComparison() {}

  static void compare(Comparison op, BytesVec a, BytesVec b, long[] bits, int n) {
    switch (op) {
      case EQUAL -> equal(a, b, bits, n, 0L);
      case NOT_EQUAL -> equal(a, b, bits, n, -1L);
      case LESS -> less(a, b, bits, n, 0L);
      case GREATER_OR_EQUAL -> less(a, b, bits, n, -1L);
      case GREATER -> less(b, a, bits, n, 0L);
      case LESS_OR_EQUAL -> less(b, a, bits, n, -1L);
    }
  }

  private static void equal(BytesVec a, BytesVec b, long[] bits, int n, long inverted) {
    long[] x = a.addresses();
    long[] y = b.addresses();
    int[] xLengths = a.lengths();
    int[] yLengths = b.lengths();
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        boolean equal = xLengths[i] == yLengths[i] && ByteStrings.equal(x[i], y[i], xLengths[i]);
        word |= (equal ? 1L : 0L) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }

  private static void less(BytesVec a, BytesVec b, long[] bits, int n, long inverted) {
    long[] x = a.addresses();
    long[] y = b.addresses();
    int[] xLengths = a.lengths();
    int[] yLengths = b.lengths();
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        boolean less = ByteStrings.compare(x[i], xLengths[i], y[i], yLengths[i]) < 0;
        word |= (less ? 1L : 0L) << i;
      }
      bits[from >> 6] = word ^ inverted;
    }
  }
}
