package io.millrace.kernels.cpu.group.key;

import java.util.Arrays;

/**
 * The open-addressed part of an index: an array of group numbers, probed linearly, less than half
 * full. Group 0 is never entered, so that a fresh array needs no filling: an empty slot leads to
 * group 0, where the comparison of keys decides as it does for any other.
 */
final class Slots {
  private static final int SMALLEST = 64;

  /**
   * Up to this length slots are left emptier: they are in cache, and each probe beyond the first is
   * a branch missed.
   */
  private static final int LOOSE = 1 << 12;

  private Slots() {}

  /** Slots for a small table. */
  static int[] empty() {
    return new int[SMALLEST];
  }

  /** Whether one more group would fill the slots too much. */
  static boolean isFull(int[] slots, int groups) {
    return groups * (slots.length <= LOOSE ? 4L : 2L) >= slots.length;
  }

  /** Slots of the next size, empty. */
  static int[] larger(int[] slots) {
    return new int[slots.length * 2];
  }

  /** Enters a group that is not there yet. */
  static void enter(int[] slots, long hash, int group) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = group;
  }

  /**
   * Slots for the next use of a table that held {@code groups}: cleared, or small ones if these
   * were hardly used.
   */
  static int[] cleared(int[] slots, int groups) {
    if (slots.length > SMALLEST && groups < slots.length / 32) {
      return new int[Math.max(SMALLEST, Integer.highestOneBit(groups) * 8)];
    }
    Arrays.fill(slots, 0);
    return slots;
  }
}
