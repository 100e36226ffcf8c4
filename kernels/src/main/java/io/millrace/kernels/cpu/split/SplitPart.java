package io.millrace.kernels.cpu.split;

import io.millrace.kernels.cpu.logic.NullRows;
import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.ByteScan;
import io.millrace.kernels.cpu.vec.BytesVec;

/** One part of each text, by its number. Parts point into the texts. */
public final class SplitPart {
  private SplitPart() {}

  /**
   * The part with number {@code index} from 0, null where there is none. At a separator, empty
   * parts count; at white space (null) they do not.
   */
  public static BytesVec splitPart(Scratch scratch, BytesVec text, byte[] separator, int index) {
    int n = text.length();
    long[] addresses = scratch.longs(n);
    int[] lengths = scratch.ints(n);
    long[] validity = Words.writable(scratch, text.validity(), n);
    PartFinder finder =
        separator == null ? SplitPart::whiteSpacePart : separated(new SeparatorSearch(separator));
    boolean missing = text.validity() != null;
    for (int row = 0; row < n; row++) {
      long from = text.addresses()[row];
      if (index < 0
          || !finder.find(from, from + text.lengths()[row], index, addresses, lengths, row)) {
        Words.clear(validity, row);
        missing = true;
      }
    }
    NullRows.clear(validity, lengths, n);
    return new BytesVec(text.type(), n, addresses, lengths, missing ? validity : null);
  }

  /** Writes where the part lies to entry {@code row}; false if there is no such part. */
  @FunctionalInterface
  private interface PartFinder {
    boolean find(long from, long end, int index, long[] addresses, int[] lengths, int row);
  }

  private static PartFinder separated(SeparatorSearch search) {
    return (from, end, index, addresses, lengths, row) -> {
      long start = from;
      for (int part = 0; part < index; part++) {
        long at = search.find(start, end);
        if (at == end) {
          return false;
        }
        start = at + search.length();
      }
      addresses[row] = start;
      lengths[row] = (int) (search.find(start, end) - start);
      return true;
    };
  }

  private static boolean whiteSpacePart(
      long from, long end, int index, long[] addresses, int[] lengths, int row) {
    long at = from;
    for (int part = 0; ; part++) {
      long start = at + run(at, end, true);
      int length = run(start, end, false);
      if (length == 0) {
        return false;
      }
      if (part == index) {
        addresses[row] = start;
        lengths[row] = length;
        return true;
      }
      at = start + length;
    }
  }

  /** Bytes from {@code from} on that are all white space, or all not. */
  private static int run(long from, long end, boolean whiteSpace) {
    long invert = whiteSpace ? -1L : 0L;
    for (long at = from; at < end; at += Long.SIZE) {
      int bytes = (int) Math.min(Long.SIZE, end - at);
      long stops = ByteScan.whiteSpace(at, bytes) ^ invert;
      stops &= bytes == Long.SIZE ? -1L : (1L << bytes) - 1;
      if (stops != 0) {
        return (int) (at - from) + Long.numberOfTrailingZeros(stops);
      }
    }
    return (int) (end - from);
  }
}
