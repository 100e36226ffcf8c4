package io.millrace.operator;

import java.util.Arrays;

/** The least event time among the rows that windows took in since they were last asked. */
final class OldestRow {
  private static final long NONE = Long.MAX_VALUE;

  /** So many longs apart that no two workers write to one cache line. */
  private static final int APART = 16;

  private final long[] least;

  OldestRow(int workers) {
    this.least = new long[workers * APART];
    Arrays.fill(least, NONE);
  }

  /** Takes in the least event time of some rows. */
  void observe(int worker, long time) {
    least[worker * APART] = Math.min(least[worker * APART], time);
  }

  /** Whether there were rows; no worker may be running. */
  boolean isAny() {
    return Arrays.stream(least).anyMatch(time -> time != NONE);
  }

  /** The least time, and forgets it; no worker may be running. */
  long take() {
    long oldest = Arrays.stream(least).min().orElse(NONE);
    Arrays.fill(least, NONE);
    return oldest;
  }
}
