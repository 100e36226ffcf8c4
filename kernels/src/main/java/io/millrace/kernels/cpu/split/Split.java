package io.millrace.kernels.cpu.split;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.ByteScan;
import io.millrace.kernels.cpu.vec.BytesVec;

/** Texts to their parts, empty ones left out. Parts point into the texts: no byte is copied. */
public final class Split {
  private static final int BLOCK = Long.SIZE;

  /** A block has at most 32 parts, written eight at a time. */
  private static final int RESERVED = 40;

  private Split() {}

  /** Splits at a separator of at least one byte, or at white space for null. */
  public static Exploded split(Scratch scratch, BytesVec text, byte[] separator) {
    Parts parts = new Parts(scratch, text.length() + RESERVED);
    if (separator == null) {
      atWhiteSpace(text, parts);
    } else if (separator.length == 1) {
      atByte(text, ByteScan.repeated(separator[0]), parts);
    } else {
      atBytes(text, new SeparatorSearch(separator), parts);
    }
    return parts.exploded(text.type());
  }

  // The two loops below differ in one call. Sharing them would put a branch or a virtual call
  // inside.

  private static void atWhiteSpace(BytesVec text, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      int first = parts.begun();
      long address = text.addresses()[row];
      long end = address + text.lengths()[row];
      long before = 1;
      while (address < end) {
        int bytes = (int) Math.min(BLOCK, end - address);
        before = block(parts, address, ByteScan.whiteSpace(address, bytes), bytes, before);
        address += bytes;
      }
      parts.end(end);
      parts.parent(first, row);
    }
  }

  private static void atByte(BytesVec text, long separator, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      int first = parts.begun();
      long address = text.addresses()[row];
      long end = address + text.lengths()[row];
      long before = 1;
      while (address < end) {
        int bytes = (int) Math.min(BLOCK, end - address);
        before = block(parts, address, ByteScan.equal(address, bytes, separator), bytes, before);
        address += bytes;
      }
      parts.end(end);
      parts.parent(first, row);
    }
  }

  /**
   * Parts begin where a separator, or the start of the text, is followed by something else, and end
   * where it is the other way round. What lies behind a last, shorter block counts as separators.
   *
   * @param before 1 if the byte before the block is a separator
   * @return the same for the next block
   */
  private static long block(Parts parts, long address, long separators, int bytes, long before) {
    long all = bytes == BLOCK ? separators : separators | -1L << bytes;
    long shifted = all << 1 | before;
    parts.reserve(RESERVED);
    parts.block(address, ~all & shifted, all & ~shifted);
    return all >>> 63;
  }

  private static void atBytes(BytesVec text, SeparatorSearch search, Parts parts) {
    for (int row = 0; row < text.length(); row++) {
      int first = parts.begun();
      long from = text.addresses()[row];
      long end = from + text.lengths()[row];
      while (from < end) {
        long at = search.find(from, end);
        if (at > from) {
          parts.reserve(1);
          parts.add(from, (int) (at - from));
        }
        from = at + search.length();
      }
      parts.parent(first, row);
    }
  }
}
