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
      atBytes(text, true, 0, parts);
    } else if (separator.length == 1) {
      atBytes(text, false, ByteScan.repeated(separator[0]), parts);
    } else {
      atRuns(text, new SeparatorSearch(separator), parts);
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

  /**
   * Rows whose bytes lie one after another, as in a column, are split in one go: the end of a row
   * is then one more place to cut at, which costs less than to begin anew for each row.
   */
  private static void atBytes(BytesVec text, boolean whiteSpace, long separator, Parts parts) {
    int row = 0;
    while (row < text.length()) {
      int end = row + 1;
      if (text.lengths()[row] > 0) {
        end = neighbours(text, row);
        splitRun(text, row, end, whiteSpace, separator, parts);
      }
      row = end;
    }
  }

  /** The end of the rows from {@code first} on that lie one after another; none is empty. */
  private static int neighbours(BytesVec text, int first) {
    long[] addresses = text.addresses();
    int[] lengths = text.lengths();
    int row = first + 1;
    while (row < text.length()
        && lengths[row] > 0
        && addresses[row] == addresses[row - 1] + lengths[row - 1]) {
      row++;
    }
    return row;
  }

  private static void splitRun(
      BytesVec text, int first, int last, boolean whiteSpace, long separator, Parts parts) {
    long[] addresses = text.addresses();
    long end = addresses[last - 1] + text.lengths()[last - 1];
    long from = addresses[first];
    int row = first;
    for (long address = from; address < end; address += Parts.BLOCK) {
      int bytes = (int) Math.min(Parts.BLOCK, end - address);
      long separators = separators(address, bytes, whiteSpace, separator);
      long begins = 0;
      int next = row + 1;
      for (; next < last && addresses[next] < address + Parts.BLOCK; next++) {
        begins |= 1L << (addresses[next] - address);
      }
      parts.reserve(Parts.BLOCK + 1);
      from = parts.cut(address, separators, begins, from, row);
      row = next - 1;
    }
    addLast(parts, from, end, row);
  }

  private static long separators(long address, int bytes, boolean whiteSpace, long separator) {
    long bits =
        whiteSpace
            ? ByteScan.whiteSpace(address, bytes)
            : ByteScan.equal(address, bytes, separator);
    return bits & (-1L >>> (Parts.BLOCK - bytes));
  }

  private static void addLast(Parts parts, long from, long end, int row) {
    parts.reserve(1);
    parts.add(from, (int) (end - from), row);
  }

  private static void atRuns(BytesVec text, SeparatorSearch search, Parts parts) {
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
