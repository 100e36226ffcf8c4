package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.memory.Raw;

/**
 * The loops for the commonest rows, one fixed-width key and one fixed-width input, in one pass: a
 * row's two words share a cache line, which would have left the first-level cache before a second
 * pass came to it.
 */
final class WordPair {
  /** Bytes of a row. */
  static final int BYTES = 16;

  private WordPair() {}

  /** The two columns with words, if a row has no more; else null. */
  static int[] columns(RowLayout layout) {
    int[] columns = new int[2];
    int words = 0;
    for (int c = 0; c < layout.columns().size(); c++) {
      RowLayout.Shape shape = layout.columns().get(c).shape();
      if (shape == RowLayout.Shape.WORD && words < 2) {
        columns[words++] = c;
      } else if (shape != RowLayout.Shape.NOTHING) {
        return null;
      }
    }
    return words == 2 && layout.rowBytes() == BYTES ? columns : null;
  }

  /**
   * Appends rows whose hashes are known; stops at the first that needs a block. Returns the rows
   * done.
   */
  static int append(
      long[] hashes,
      long[] first,
      long[] second,
      int from,
      int count,
      int shift,
      long[] cursors,
      long[] limits) {
    for (int i = from; i < count; i++) {
      int partition = (int) (hashes[i] >>> shift);
      long at = cursors[partition];
      if (at == limits[partition]) {
        return i;
      }
      Raw.putLong(at, first[i]);
      Raw.putLong(at + Long.BYTES, second[i]);
      cursors[partition] = at + BYTES;
    }
    return count;
  }

  /** As above, for words that lie in memory, the first of which is the key. */
  static int append(
      long first, long second, int from, int count, int shift, long[] cursors, long[] limits) {
    for (int i = from; i < count; i++) {
      long key = Raw.getLong(first + (long) i * Long.BYTES);
      int partition = (int) (Hashes.mix(key) >>> shift);
      long at = cursors[partition];
      if (at == limits[partition]) {
        return i;
      }
      Raw.putLong(at, key);
      Raw.putLong(at + Long.BYTES, Raw.getLong(second + (long) i * Long.BYTES));
      cursors[partition] = at + BYTES;
    }
    return count;
  }

  /** Reads rows that lie one after another. */
  static void read(long address, long[] first, long[] second, int at, int count) {
    for (int i = 0; i < count; i++) {
      first[at + i] = Raw.getLong(address + (long) i * BYTES);
      second[at + i] = Raw.getLong(address + (long) i * BYTES + Long.BYTES);
    }
  }
}
