package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.memory.Raw;

/**
 * The loops for rows of one text or binary key and at most one fixed-width input, in one pass, as
 * {@link WordPair} for numbers: head, tail, input.
 */
final class SpanRow {
  /** Where the input lies. */
  static final int INPUT_AT = 16;

  private SpanRow() {}

  /** Whether rows are of this kind. */
  static boolean fits(RowLayout layout) {
    return layout.keyColumns() == 1
        && layout.columns().getFirst().shape() == RowLayout.Shape.SPAN
        && layout.rowBytes() <= INPUT_AT + Long.BYTES
        && layout.validityAt() < 0
        && layout.sequenceAt() < 0
        && layout.columns().stream().noneMatch(slot -> slot.shape() == RowLayout.Shape.DOUBLE);
  }

  /** The column that holds the input, -1 if there is none. */
  static int input(RowLayout layout) {
    for (int c = 1; c < layout.columns().size(); c++) {
      if (layout.columns().get(c).shape() == RowLayout.Shape.WORD) {
        return c;
      }
    }
    return -1;
  }

  /**
   * Appends listed rows, or the first ones if the list is null; stops at the first that needs a
   * block. Returns the rows done.
   *
   * @param arena keeps the bytes of long keys
   */
  static int append(
      long[] hashes,
      long[] heads,
      long[] tails,
      long[] inputs,
      int[] rows,
      int from,
      int count,
      int shift,
      long[] cursors,
      long[] limits,
      PartitionBytes arena) {
    for (int i = from; i < count; i++) {
      int row = rows == null ? i : rows[i];
      long hash = hashes[row];
      int partition = (int) (hash >>> shift);
      long at = cursors[partition];
      if (at == limits[partition]) {
        return i;
      }
      long head = heads[row];
      long tail = tails[row];
      if (Spans.isLong(tail)) {
        head = arena.keep(hash, head, tail);
      }
      Raw.putLong(at, head);
      Raw.putLong(at + Long.BYTES, tail);
      Raw.putLong(at + INPUT_AT, inputs[row]);
      cursors[partition] = at + INPUT_AT + Long.BYTES;
    }
    return count;
  }

  /** As above, for rows without an input. */
  static int append(
      long[] hashes,
      long[] heads,
      long[] tails,
      int[] rows,
      int from,
      int count,
      int shift,
      long[] cursors,
      long[] limits,
      PartitionBytes arena) {
    for (int i = from; i < count; i++) {
      int row = rows == null ? i : rows[i];
      long hash = hashes[row];
      int partition = (int) (hash >>> shift);
      long at = cursors[partition];
      if (at == limits[partition]) {
        return i;
      }
      long head = heads[row];
      long tail = tails[row];
      if (Spans.isLong(tail)) {
        head = arena.keep(hash, head, tail);
      }
      Raw.putLong(at, head);
      Raw.putLong(at + Long.BYTES, tail);
      cursors[partition] = at + INPUT_AT;
    }
    return count;
  }

  /** Reads rows that lie one after another. */
  static void read(long address, long[] heads, long[] tails, long[] inputs, int at, int count) {
    for (int i = 0; i < count; i++) {
      long row = address + (long) i * (INPUT_AT + Long.BYTES);
      heads[at + i] = Raw.getLong(row);
      tails[at + i] = Raw.getLong(row + Long.BYTES);
      inputs[at + i] = Raw.getLong(row + INPUT_AT);
    }
  }
}
