package io.millrace.kernels.cpu.arithmetic;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.work.ErrorTally;
import io.millrace.kernels.op.Arithmetic;

/**
 * Division of longs. Rows divided by zero become null and are counted; the loops divide them by one
 * instead.
 */
final class LongDivision {
  private LongDivision() {}

  /** The validity without rows whose divisor is zero. */
  static long[] nonZero(
      Scratch scratch, ErrorTally errors, long[] divisors, long[] validity, int n) {
    if (!holdsZero(divisors, n)) {
      return validity;
    }
    long[] result = Words.writable(scratch, validity, n);
    int before = Words.count(result, n);
    for (int i = 0; i < n; i++) {
      if (divisors[i] == 0) {
        Words.clear(result, i);
      }
    }
    errors.addDivisionsByZero(before - Words.count(result, n));
    return result;
  }

  private static boolean holdsZero(long[] divisors, int n) {
    long zeros = 0;
    for (int i = 0; i < n; i++) {
      long d = divisors[i];
      zeros |= ~(d | -d);
    }
    return zeros < 0;
  }

  static void compute(Arithmetic op, boolean unsigned, long[] a, long[] b, long[] result, int n) {
    switch (op) {
      case DIVIDE -> {
        if (unsigned) {
          divideUnsigned(a, b, result, n);
        } else {
          divide(a, b, result, n);
        }
      }
      case MODULO -> {
        if (unsigned) {
          moduloUnsigned(a, b, result, n);
        } else {
          modulo(a, b, result, n);
        }
      }
      case FLOOR_DIVIDE -> {
        if (unsigned) {
          divideUnsigned(a, b, result, n);
        } else {
          floorDivide(a, b, result, n);
        }
      }
      default -> throw new InternalException("A division was expected: op=" + op + ".");
    }
  }

  private static void divide(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] / (b[i] == 0 ? 1 : b[i]);
    }
  }

  private static void modulo(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] % (b[i] == 0 ? 1 : b[i]);
    }
  }

  private static void floorDivide(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.floorDiv(a[i], b[i] == 0 ? 1 : b[i]);
    }
  }

  private static void divideUnsigned(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Long.divideUnsigned(a[i], b[i] == 0 ? 1 : b[i]);
    }
  }

  private static void moduloUnsigned(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Long.remainderUnsigned(a[i], b[i] == 0 ? 1 : b[i]);
    }
  }
}
