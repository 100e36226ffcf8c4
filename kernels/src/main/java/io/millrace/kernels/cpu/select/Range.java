package io.millrace.kernels.cpu.select;

import io.millrace.kernels.LongRange;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.vec.LongVec;

/** Least and greatest value. */
public final class Range {
  private Range() {}

  /** In signed order, nulls left out. */
  public static LongRange of(LongVec a) {
    if (a.length() == 0) {
      return LongRange.EMPTY;
    }
    return a.validity() == null
        ? all(a.values(), a.length())
        : valid(a.values(), a.validity(), a.length());
  }

  private static LongRange all(long[] values, int n) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    return new LongRange(min, max);
  }

  private static LongRange valid(long[] values, long[] validity, int n) {
    if (Words.count(validity, n) == 0) {
      return LongRange.EMPTY;
    }
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      long there = -(validity[i >> 6] >>> i & 1);
      min = Math.min(min, (there & values[i]) | (~there & Long.MAX_VALUE));
      max = Math.max(max, (there & values[i]) | (~there & Long.MIN_VALUE));
    }
    return new LongRange(min, max);
  }
}
