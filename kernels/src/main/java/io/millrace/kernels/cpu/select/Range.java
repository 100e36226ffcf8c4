package io.millrace.kernels.cpu.select;

import io.millrace.kernels.LongRange;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;

/** Least and greatest value. */
public final class Range {
  private Range() {}

  /** In signed order, nulls left out. A vector keeps its range: more than one operator asks. */
  public static LongRange of(LongVec a) {
    return a.range() != null ? a.range() : a.remember(compute(a));
  }

  private static LongRange compute(LongVec a) {
    if (a.length() == 0) {
      return LongRange.EMPTY;
    }
    if (a.isConstant()) {
      return new LongRange(a.constant(), a.constant());
    }
    if (a.validity() != null) {
      return valid(a.values(), a.validity(), a.length());
    }
    return a.address() != 0 ? all(a.address(), a.length()) : all(a.values(), a.length());
  }

  // two chains each: one would wait for its last comparison
  private static LongRange all(long address, int n) {
    long min = Raw.getLong(address);
    long max = min;
    long otherMin = min;
    long otherMax = min;
    for (int i = n & 1; i < n; i += 2) {
      long value = Raw.getLong(address + (long) i * Long.BYTES);
      long other = Raw.getLong(address + (long) (i + 1) * Long.BYTES);
      min = Math.min(min, value);
      max = Math.max(max, value);
      otherMin = Math.min(otherMin, other);
      otherMax = Math.max(otherMax, other);
    }
    return new LongRange(Math.min(min, otherMin), Math.max(max, otherMax));
  }

  private static LongRange all(long[] values, int n) {
    long min = values[0];
    long max = min;
    long otherMin = min;
    long otherMax = min;
    for (int i = n & 1; i < n; i += 2) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
      otherMin = Math.min(otherMin, values[i + 1]);
      otherMax = Math.max(otherMax, values[i + 1]);
    }
    return new LongRange(Math.min(min, otherMin), Math.max(max, otherMax));
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
