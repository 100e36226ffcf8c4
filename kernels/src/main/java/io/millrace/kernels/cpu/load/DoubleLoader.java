package io.millrace.kernels.cpu.load;

import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;

/** Floating point numbers into doubles. */
final class DoubleLoader {
  private DoubleLoader() {}

  /** Values {@code at} to {@code at + n} of the buffer at {@code address}. */
  static void load(Kind kind, long address, long at, double[] to, int n) {
    if (kind == Kind.FLOAT64) {
      Raw.copy(address + at * 8, to, 0, n);
    } else {
      floats(address + at * 4, to, n);
    }
  }

  /** One value. */
  static double get(Kind kind, long address, long at) {
    return kind == Kind.FLOAT64
        ? Raw.ALL.get(Raw.DOUBLE, address + at * 8)
        : Raw.ALL.get(Raw.FLOAT, address + at * 4);
  }

  private static void floats(long from, double[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.ALL.get(Raw.FLOAT, from + 4L * i);
    }
  }
}
