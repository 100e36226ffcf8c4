package io.millrace.kernels.cpu.group.aggregate;

import java.util.Arrays;

/** Loops over 64-bit states that several aggregates share. */
final class Longs {
  private Longs() {}

  static void add(long[] from, int[] source, long[] to, int[] target, int count) {
    for (int i = 0; i < count; i++) {
      to[target[i]] += from[source[i]];
    }
  }

  static void subtract(long[] from, int[] source, long[] to, int[] target, int count) {
    for (int i = 0; i < count; i++) {
      to[target[i]] -= from[source[i]];
    }
  }

  static void gather(long[] from, int[] groups, int at, int count, long[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = from[groups[at + i]];
    }
  }

  static void gather(double[] from, int[] groups, int at, int count, long[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = Double.doubleToRawLongBits(from[groups[at + i]]);
    }
  }

  /** A longer copy whose new entries have a value. */
  static long[] grow(long[] from, int length, long value) {
    long[] to = Arrays.copyOf(from, length);
    if (value != 0) {
      Arrays.fill(to, from.length, length, value);
    }
    return to;
  }
}
