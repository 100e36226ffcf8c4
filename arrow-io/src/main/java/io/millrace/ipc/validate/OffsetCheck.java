package io.millrace.ipc.validate;

import io.millrace.kernels.memory.Raw;

/** Offsets of text and binary: the first not negative, never falling. */
public final class OffsetCheck {
  private OffsetCheck() {}

  /**
   * The first of {@code rows + 1} offsets that is negative or less than the one before it, or -1 if
   * all are in order.
   *
   * @param width bytes of one offset, 4 or 8
   */
  public static long firstWrong(long address, long rows, int width) {
    boolean right = width == 4 ? inOrder32(address, rows) : inOrder64(address, rows);
    return right ? -1 : search(address, rows, width);
  }

  /** One offset. */
  public static long get(long address, long index, int width) {
    return width == 4 ? Raw.getInt(address + index * 4) : Raw.getLong(address + index * 8);
  }

  /** The sign bit gathers what is wrong: with no negative offset, no difference overflows. */
  private static boolean inOrder32(long address, long rows) {
    int wrong = Raw.getInt(address);
    for (long i = 0; i < rows; i++) {
      int next = Raw.getInt(address + i * 4 + 4);
      wrong |= next | (next - Raw.getInt(address + i * 4));
    }
    return wrong >= 0;
  }

  private static boolean inOrder64(long address, long rows) {
    long wrong = Raw.getLong(address);
    for (long i = 0; i < rows; i++) {
      long next = Raw.getLong(address + i * 8 + 8);
      wrong |= next | (next - Raw.getLong(address + i * 8));
    }
    return wrong >= 0;
  }

  private static long search(long address, long rows, int width) {
    long previous = 0;
    for (long i = 0; i <= rows; i++) {
      long offset = get(address, i, width);
      if (offset < previous) {
        return i;
      }
      previous = offset;
    }
    return -1;
  }
}
