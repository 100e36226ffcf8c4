package io.millrace.kernels.cpu.arithmetic;

import io.millrace.kernels.types.Kind;

/** Brings results for a kind narrower than its lane back into its range, modulo its width. */
final class LongWrap {
  private LongWrap() {}

  static void wrap(Kind kind, long[] values, int n) {
    if (kind.width() == Long.BYTES) {
      return;
    }
    int shift = Long.SIZE - Byte.SIZE * kind.width();
    if (kind.isUnsigned()) {
      zeroExtend(values, n, shift);
    } else {
      signExtend(values, n, shift);
    }
  }

  private static void signExtend(long[] values, int n, int shift) {
    for (int i = 0; i < n; i++) {
      values[i] = values[i] << shift >> shift;
    }
  }

  private static void zeroExtend(long[] values, int n, int shift) {
    for (int i = 0; i < n; i++) {
      values[i] = values[i] << shift >>> shift;
    }
  }
}
