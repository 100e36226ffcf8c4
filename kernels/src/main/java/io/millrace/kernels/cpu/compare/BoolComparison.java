package io.millrace.kernels.cpu.compare;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.op.Comparison;

/** Comparisons of booleans, a word at a time; false comes before true. */
final class BoolComparison {
  private BoolComparison() {}

  static void compare(Comparison op, long[] a, long[] b, long[] bits, int n) {
    for (int w = 0; w < Words.length(n); w++) {
      bits[w] =
          switch (op) {
            case EQUAL -> ~(a[w] ^ b[w]);
            case NOT_EQUAL -> a[w] ^ b[w];
            case LESS -> ~a[w] & b[w];
            case LESS_OR_EQUAL -> ~a[w] | b[w];
            case GREATER -> a[w] & ~b[w];
            case GREATER_OR_EQUAL -> a[w] | ~b[w];
          };
    }
  }
}
