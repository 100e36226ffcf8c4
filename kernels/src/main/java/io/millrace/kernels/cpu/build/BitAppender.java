package io.millrace.kernels.cpu.build;

import io.millrace.kernels.memory.Raw;

/** Appends bits at any bit position of native memory. */
public final class BitAppender {
  private BitAppender() {}

  /** Bytes to reserve for {@code bits} bits: whole words, and one for the carry. */
  public static long bytes(long bits) {
    return (bits + 63) / 64 * 8 + 8;
  }

  /**
   * Writes bits behind {@code at} earlier ones. Whole words are written: bits behind the last are
   * undefined.
   *
   * @param words null for all ones
   */
  public static void append(long address, long at, long[] words, int bits) {
    int shift = (int) (at & 63);
    long to = address + (at >> 6 << 3);
    long carry = shift == 0 ? 0 : Raw.getLong(to) & (1L << shift) - 1;
    for (int w = 0; w < (bits + 63) >>> 6; w++) {
      long word = words == null ? -1L : words[w];
      Raw.putLong(to + 8L * w, carry | word << shift);
      carry = shift == 0 ? 0 : word >>> (64 - shift);
    }
    if (shift != 0 && bits > 0) {
      Raw.putLong(to + 8L * ((bits + 63) >>> 6), carry);
    }
  }
}
