package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.types.DataType;

/**
 * Doubles to the nearest 32-bit number. Finite ones too great for it have no result; infinities
 * stay.
 */
final class DoubleToFloat {
  private DoubleToFloat() {}

  static DoubleVec cast(Scratch scratch, DoubleVec a, DataType to, FailedRows failed) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    for (int i = 0; i < n; i++) {
      float narrow = (float) a.values()[i];
      result[i] = narrow;
      if (Float.isInfinite(narrow) && !Double.isInfinite(a.values()[i])) {
        failed.add(i);
      }
    }
    return new DoubleVec(to, n, result, failed.validity());
  }
}
