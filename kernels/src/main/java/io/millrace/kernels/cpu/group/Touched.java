package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;
import java.util.Arrays;

/**
 * Which groups of a store were touched. Until the first {@link #clear} nothing is kept and every
 * group counts as touched, so that tables whose user never asks pay nothing.
 */
final class Touched {
  private long[] bits;
  private boolean any;

  /** Marks the groups of a chunk's rows, all below {@code size}. */
  void mark(int[] groups, int rows, int size) {
    any = true;
    if (bits == null) {
      return;
    }
    if (bits.length < Cells.words(size)) {
      bits = Arrays.copyOf(bits, Cells.words(size) * 2);
    }
    mark(bits, groups, rows);
  }

  private static void mark(long[] bits, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      bits[groups[i] >> 6] |= 1L << groups[i];
    }
  }

  boolean contains(int group) {
    return any && (bits == null || (group >> 6 < bits.length && Cells.bit(bits, group) != 0));
  }

  /** Whether it was ever asked to remember. */
  boolean isTracked() {
    return bits != null;
  }

  /** Whether a group may be touched at all. */
  boolean isAny() {
    return any;
  }

  /** Begins to remember, from none. */
  void clear() {
    if (bits == null) {
      bits = new long[1];
    } else if (any) {
      Arrays.fill(bits, 0);
    }
    any = false;
  }

  /** Forgets that it was ever asked to remember. */
  void reset() {
    bits = null;
    any = false;
  }

  long bytes() {
    return bits == null ? 0 : bits.length * 8L;
  }
}
