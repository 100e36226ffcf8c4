package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.memory.Raw;

/** Loops that write one column of rows that lie at given addresses. */
final class RowWriter {
  private RowWriter() {}

  /**
   * Writes the values of the rows listed in {@code rows}, or of the first {@code count} if that is
   * null.
   */
  static void write(
      Cells cells,
      RowLayout.Slot slot,
      long[] addresses,
      int[] rows,
      int count,
      PartitionBytes arena,
      long[] hashes) {
    switch (slot.shape()) {
      case NOTHING -> {}
      case WORD -> words(cells.words(), slot.at(), addresses, rows, count);
      case DOUBLE -> doubles(cells.doubles(), slot.at(), addresses, rows, count);
      case SPAN -> spans(cells, slot.at(), addresses, rows, count, arena, hashes);
    }
  }

  static void words(long[] words, int at, long[] addresses, int[] rows, int count) {
    if (rows == null) {
      for (int i = 0; i < count; i++) {
        Raw.putLong(addresses[i] + at, words[i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      Raw.putLong(addresses[i] + at, words[rows[i]]);
    }
  }

  private static void doubles(double[] values, int at, long[] addresses, int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      Raw.putLong(
          addresses[i] + at, Double.doubleToRawLongBits(values[rows == null ? i : rows[i]]));
    }
  }

  private static void spans(
      Cells cells,
      int at,
      long[] addresses,
      int[] rows,
      int count,
      PartitionBytes arena,
      long[] hashes) {
    for (int i = 0; i < count; i++) {
      int row = rows == null ? i : rows[i];
      long tail = cells.tails()[row];
      Raw.putLong(addresses[i] + at, arena.keep(hashes[row], cells.words()[row], tail));
      Raw.putLong(addresses[i] + at + Long.BYTES, tail);
    }
  }

  static void validity(Cells[] columns, int at, long[] addresses, int[] rows, int count) {
    for (int first = 0; first < columns.length; first += Long.SIZE) {
      int last = Math.min(columns.length, first + Long.SIZE);
      for (int i = 0; i < count; i++) {
        int row = rows == null ? i : rows[i];
        long bits = 0;
        for (int c = first; c < last; c++) {
          bits |= columns[c] == null || columns[c].isValid(row) ? 1L << c : 0;
        }
        Raw.putLong(addresses[i] + at + first / Byte.SIZE, bits);
      }
    }
  }
}
