package io.millrace.kernels.cpu.arithmetic;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * Arithmetic on doubles as IEEE 754 has it; least and greatest in the total order, the first
 * operand if equal.
 */
public final class DoubleArithmetic {
  private DoubleArithmetic() {}

  /** One operation on two vectors of equal length. */
  public static DoubleVec compute(
      Scratch scratch, Arithmetic op, DataType type, DoubleVec a, DoubleVec b) {
    int n = a.length();
    double[] result = scratch.doubles(n);
    switch (op) {
      case ADD -> add(a.values(), b.values(), result, n);
      case SUBTRACT -> subtract(a.values(), b.values(), result, n);
      case MULTIPLY -> multiply(a.values(), b.values(), result, n);
      case DIVIDE -> divide(a.values(), b.values(), result, n);
      case MODULO -> modulo(a.values(), b.values(), result, n);
      case LEAST -> least(a.values(), b.values(), result, n);
      case GREATEST -> greatest(a.values(), b.values(), result, n);
      case FLOOR_DIVIDE ->
          throw new InternalException("Floor division is for integers: type=" + type + ".");
    }
    if (type.kind() == Kind.FLOAT32) {
      round(result, n);
    }
    return new DoubleVec(type, n, result, Words.both(scratch, a.validity(), b.validity(), n));
  }

  private static void add(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] + b[i];
    }
  }

  private static void subtract(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] - b[i];
    }
  }

  private static void multiply(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] * b[i];
    }
  }

  private static void divide(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] / b[i];
    }
  }

  private static void modulo(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] % b[i];
    }
  }

  private static void least(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = less(b[i], a[i]) ? b[i] : a[i];
    }
  }

  private static void greatest(double[] a, double[] b, double[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = less(a[i], b[i]) ? b[i] : a[i];
    }
  }

  /** In the total order: NaN is greater than all else. */
  private static boolean less(double x, double y) {
    return x < y || (Double.isNaN(y) && !Double.isNaN(x));
  }

  private static void round(double[] values, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = (float) values[i];
    }
  }
}
