package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Floating point numbers to integers, toward zero. NaN and what is out of range have no result. */
final class DoubleToLong {
  private static final double TWO_TO_63 = 0x1p63;

  private DoubleToLong() {}

  static LongVec cast(Scratch scratch, DoubleVec a, DataType to, FailedRows failed) {
    int n = a.length();
    long[] result = scratch.longs(n);
    if (to.kind() == Kind.UINT64) {
      unsigned(a.values(), result, n, failed);
    } else {
      signed(a.values(), result, n, IntegerRange.of(to.kind()), failed);
    }
    return new LongVec(to, n, result, failed.validity());
  }

  private static void signed(
      double[] values, long[] result, int n, IntegerRange range, FailedRows failed) {
    for (int i = 0; i < n; i++) {
      double value = values[i];
      long whole = (long) value;
      result[i] = whole;
      boolean fits = value >= -TWO_TO_63 && value < TWO_TO_63;
      if (!fits || whole < range.min() || whole > range.max()) {
        failed.add(i);
      }
    }
  }

  private static void unsigned(double[] values, long[] result, int n, FailedRows failed) {
    for (int i = 0; i < n; i++) {
      double value = values[i];
      result[i] = value < TWO_TO_63 ? (long) value : (long) (value - TWO_TO_63) ^ Long.MIN_VALUE;
      boolean fits = value > -1 && value < 2 * TWO_TO_63;
      if (!fits) {
        failed.add(i);
      }
    }
  }
}
