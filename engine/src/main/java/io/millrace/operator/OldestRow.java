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

  /** The least time, the greatest possible if there were no rows; forgets it. No worker may run. */
  long take() {
    long oldest = Arrays.stream(least).min().orElse(NONE);
    Arrays.fill(least, NONE);
    return oldest;
  }
}
