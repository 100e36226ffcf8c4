package io.millrace.kernels.cpu.select;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;

/** Masks to positions. */
public final class Select {
  private Select() {}

  /** The rows where the mask is true. */
  public static CpuSelection select(Scratch scratch, BoolVec mask) {
    int n = mask.length();
    // Each word writes up to eight positions past its count.
    int[] positions = scratch.ints(n + 8);
    int count = positions(mask.bits(), mask.validity(), positions, n);
    return new CpuSelection(positions, count);
  }

  private static int positions(long[] bits, long[] validity, int[] positions, int n) {
    int count = 0;
    for (int w = 0; w < Words.length(n); w++) {
      long word = bits[w] & Words.word(validity, w) & Words.mask(w, n);
      int selected = Long.bitCount(word);
      if (selected == Long.SIZE) {
        all(positions, count, w << 6);
      } else {
        some(word, positions, count, selected, w << 6);
      }
      count += selected;
    }
    return count;
  }

  private static void all(int[] positions, int at, int first) {
    for (int i = 0; i < Long.SIZE; i++) {
      positions[at + i] = first + i;
    }
  }

  /**
   * Eight at a time without looking whether so many are left: one hard-to-foresee branch for eight
   * rows, not for each. What is written too much is overwritten by the next word, or lies behind
   * the count.
   */
  private static void some(long word, int[] positions, int at, int selected, int first) {
    long left = word;
    for (int i = 0; i < selected; i += 8) {
      for (int j = 0; j < 8; j++) {
        positions[at + i + j] = first + Long.numberOfTrailingZeros(left);
        left &= left - 1;
      }
    }
  }
}
