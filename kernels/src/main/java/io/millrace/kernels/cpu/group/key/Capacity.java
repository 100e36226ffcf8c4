package io.millrace.kernels.cpu.group.key;

import io.millrace.error.DataException;

/** How arrays indexed by group grow. */
public final class Capacity {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1 << 30;

  private Capacity() {}

  /**
   * A length above {@code needed}, half as much again: with doubling, a third of all state would be
   * slack.
   */
  public static int next(int needed) {
    if (needed >= LARGEST) {
      throw new DataException(
          "A group table holds at most 2^30 groups in one part: groups="
              + needed
              + ". Group by fewer keys.");
    }
    return Math.max(SMALLEST, Math.min(LARGEST, needed + (needed >> 1)));
  }
}
