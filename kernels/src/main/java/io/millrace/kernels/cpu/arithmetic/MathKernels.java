package io.millrace.kernels.cpu.arithmetic;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Functions of one number. */
public final class MathKernels {
  private MathKernels() {}

  /** A function of integers. */
  public static CpuVec compute(Scratch scratch, MathFunction function, LongVec a) {
    DataType type = function.resultType(a.type());
    int n = a.length();
    if (function == MathFunction.SQRT) {
      double[] roots = scratch.doubles(n);
      LongToDouble.convert(a.type().kind() == Kind.UINT64, a.values(), roots, n);
      sqrt(roots, roots, n);
      return new DoubleVec(type, n, roots, a.validity());
    }
    boolean unsigned = type.kind() == Kind.UINT64;
    if (function == MathFunction.FLOOR
        || function == MathFunction.CEIL
        || (unsigned && function == MathFunction.ABS)) {
      return new LongVec(type, n, a.values(), a.validity());
    }
    long[] result = scratch.longs(n);
    if (function == MathFunction.ABS) {
      abs(a.values(), result, n);
    } else {
      negate(a.values(), result, n);
    }
    return new LongVec(type, n, result, a.validity());
  }

  /** A function of doubles. */
  public static DoubleVec compute(Scratch scratch, MathFunction function, DoubleVec a) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    switch (function) {
      case NEGATE -> negate(a.values(), result, n);
      case ABS -> abs(a.values(), result, n);
      case FLOOR -> floor(a.values(), result, n);
      case CEIL -> ceil(a.values(), result, n);
      case SQRT -> sqrt(a.values(), result, n);
    }
    return new DoubleVec(function.resultType(a.type()), n, result, a.validity());
  }

  private static void negate(long[] a, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = -a[i];
    }
  }

  private static void abs(long[] a, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.abs(a[i]);
    }
  }

  private static void negate(double[] a, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = -a[i];
    }
  }

  private static void abs(double[] a, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.abs(a[i]);
    }
  }

  private static void floor(double[] a, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.floor(a[i]);
    }
  }

  private static void ceil(double[] a, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.ceil(a[i]);
    }
  }

  private static void sqrt(double[] a, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.sqrt(a[i]);
    }
  }
}
