package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.arithmetic.LongToDouble;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * Integers to the nearest floating point number; to 32-bit ones in one step, since two would round
 * twice.
 */
final class LongToFloating {
  private LongToFloating() {}

  static DoubleVec cast(Scratch scratch, LongVec a, DataType to) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    boolean unsigned = a.type().kind() == Kind.UINT64;
    if (to.kind() == Kind.FLOAT64) {
      LongToDouble.convert(unsigned, a.values(), result, n);
    } else {
      floats(unsigned, a.values(), result, n);
    }
    return new DoubleVec(to, n, result, a.validity());
  }

  private static void floats(boolean unsigned, long[] from, double[] to, int n) {
    for (int i = 0; i < n; i++) {
      long value = from[i];
      to[i] =
          value >= 0 || !unsigned ? (float) value : (float) ((value >>> 1) | (value & 1)) * 2.0f;
    }
  }
}
