package io.millrace.kernels.cpu.arithmetic;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.cpu.work.ErrorTally;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Arithmetic on longs, modulo 2^64. */
public final class LongArithmetic {
  private LongArithmetic() {}

  /** One operation on two vectors of equal length. */
  public static LongVec compute(
      Scratch scratch, ErrorTally errors, Arithmetic op, DataType type, LongVec a, LongVec b) {
    int n = a.length();
    long[] result = scratch.longs(n);
    long[] validity = Words.both(scratch, a.validity(), b.validity(), n);
    boolean unsigned = type.kind() == Kind.UINT64;
    switch (op) {
      case ADD -> add(a.values(), b.values(), result, n);
      case SUBTRACT -> subtract(a.values(), b.values(), result, n);
      case MULTIPLY -> multiply(a.values(), b.values(), result, n);
      case LEAST -> least(a.values(), b.values(), result, n, flip(unsigned));
      case GREATEST -> greatest(a.values(), b.values(), result, n, flip(unsigned));
      case DIVIDE, MODULO, FLOOR_DIVIDE -> {
        if (op == Arithmetic.FLOOR_DIVIDE && !unsigned && b.isConstant() && b.constant() > 1) {
          Reciprocal.of(b.constant()).floorDivide(a.values(), result, n);
          break;
        }
        validity = LongDivision.nonZero(scratch, errors, b.values(), validity, n);
        LongDivision.compute(op, unsigned, a.values(), b.values(), result, n);
      }
    }
    LongWrap.wrap(type.kind(), result, n);
    return new LongVec(type, n, result, validity);
  }

  /** What turns unsigned order into signed order when it is exclusive-ored in. */
  private static long flip(boolean unsigned) {
    return unsigned ? Long.MIN_VALUE : 0;
  }

  private static void add(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] + b[i];
    }
  }

  private static void subtract(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] - b[i];
    }
  }

  private static void multiply(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] * b[i];
    }
  }

  private static void least(long[] a, long[] b, long[] result, int n, long flip) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.min(a[i] ^ flip, b[i] ^ flip) ^ flip;
    }
  }

  private static void greatest(long[] a, long[] b, long[] result, int n, long flip) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.max(a[i] ^ flip, b[i] ^ flip) ^ flip;
    }
  }
}
