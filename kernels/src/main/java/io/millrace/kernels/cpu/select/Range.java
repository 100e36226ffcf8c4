package io.millrace.kernels.cpu.select;

import io.millrace.kernels.LongRange;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;

/** Least and greatest value. */
public final class Range {
  private Range() {}

  /** In signed order, nulls left out. */
  public static LongRange of(LongVec a) {
    if (a.length() == 0) {
      return LongRange.EMPTY;
    }
    if (a.validity() != null) {
      return valid(a.values(), a.validity(), a.length());
    }
    return a.address() != 0 ? all(a.address(), a.length()) : all(a.values(), a.length());
  }

  private static LongRange all(long address, int n) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      long value = Raw.getLong(address + (long) i * Long.BYTES);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return new LongRange(min, max);
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
