package io.millrace.gram;

import io.millrace.kernels.gram.Gram;

/** Whether a column varies at all. */
final class Spread {
  /** The distance from 1 to the next number. */
  private static final double ULP = 0x1p-52;

  private Spread() {}

  /** Whether a column's standard deviation is not more than rounding of its mean. */
  static boolean isNone(Gram gram, int column) {
    double least = ULP * gram.mean(column);
    return gram.product(column, column) <= least * least * gram.rows();
  }
}
