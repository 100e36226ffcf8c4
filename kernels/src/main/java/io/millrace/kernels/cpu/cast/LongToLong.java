package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;

/**
 * Integers of one kind to another, and to and from the numbers behind dates, timestamps and
 * durations.
 */
final class LongToLong {
  private LongToLong() {}

  static LongVec cast(LongVec a, DataType to, FailedRows failed) {
    if (a.type().kind() != to.kind()) {
      IntegerRange range = IntegerRange.between(a.type().kind(), to.kind());
      if (leaves(a.values(), a.length(), range.min(), range.max())) {
        find(a, range, failed);
      }
    }
    return new LongVec(to, a.length(), a.values(), failed.validity());
  }

  private static boolean leaves(long[] values, int n, long min, long max) {
    long least = min;
    long greatest = max;
    for (int i = 0; i < n; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
    }
    return least < min || greatest > max;
  }

  private static void find(LongVec a, IntegerRange range, FailedRows failed) {
    for (int i = 0; i < a.length(); i++) {
      if (!range.contains(a.values()[i])) {
        failed.add(i);
      }
    }
  }
}
