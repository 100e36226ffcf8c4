package io.millrace.kernels.cpu.split;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.ByteScan;
import io.millrace.kernels.cpu.vec.BytesVec;

/** Texts to their parts, empty ones left out. Parts point into the texts: no byte is copied. */
public final class Split {
  private static final long MOST_EXPECTED = 1 << 20;

  private Split() {}

  /** Splits at a separator of at least one byte, or at white space for null. */
  public static Exploded split(Scratch scratch, BytesVec text, byte[] separator) {
    Parts parts = new Parts(scratch, expected(text));
    if (separator == null) {
      atWhiteSpace(text, parts);
    } else if (separator.length == 1) {
      atByte(text, ByteScan.repeated(separator[0]), parts);
    } else {
      atBytes(text, new SeparatorSearch(separator), parts);
    }
    return parts.exploded(text.type());
  }

  /**
   * A part for each seven bytes, as in plain text, so that a chunk of it seldom makes the columns
   * grow.
   */
  private static int expected(BytesVec text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += text.lengths()[i];
    }
    return (int) Math.min(MOST_EXPECTED, text.length() + Parts.BLOCK + bytes / 7);
  }

  // The two loops below differ in one call. Sharing them would put a branch or a virtual call
  // inside.

  private static void atWhiteSpace(BytesVec text, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      long address = text.addresses()[row];
      long end = address + text.lengths()[row];
      long from = address;
      for (; address < end; address += Parts.BLOCK) {
        int bytes = (int) Math.min(Parts.BLOCK, end - address);
        long separators = ByteScan.whiteSpace(address, bytes) & (-1L >>> (Parts.BLOCK - bytes));
        parts.reserve(Parts.BLOCK + 1);
        from = parts.cut(address, separators, from, row);
      }
      addLast(parts, from, end, row);
    }
  }

  private static void atByte(BytesVec text, long separator, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      long address = text.addresses()[row];
      long end = address + text.lengths()[row];
      long from = address;
      for (; address < end; address += Parts.BLOCK) {
        int bytes = (int) Math.min(Parts.BLOCK, end - address);
        long separators =
            ByteScan.equal(address, bytes, separator) & (-1L >>> (Parts.BLOCK - bytes));
        parts.reserve(Parts.BLOCK + 1);
        from = parts.cut(address, separators, from, row);
      }
      addLast(parts, from, end, row);
    }
  }

  private static void addLast(Parts parts, long from, long end, int row) {
    parts.reserve(1);
    parts.add(from, (int) (end - from), row);
  }

  private static void atBytes(BytesVec text, SeparatorSearch search, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      long from = text.addresses()[row];
      long end = from + text.lengths()[row];
      while (from < end) {
        long at = search.find(from, end);
        addLast(parts, from, at, row);
        from = at + search.length();
      }
    }
  }
}
