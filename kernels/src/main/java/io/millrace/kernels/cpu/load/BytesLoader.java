package io.millrace.kernels.cpu.load;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.logic.NullRows;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.memory.Raw;

/**
 * Text and binary as addresses and lengths into the column's own buffer; no byte is copied. Offsets
 * are checked here, where they are used: memory that another process shares may have changed since
 * the batch was read.
 */
final class BytesLoader {
  private BytesLoader() {}

  static BytesVec load(Scratch scratch, Column column, int from, int rows, long[] validity) {
    long[] addresses = scratch.longs(rows);
    int[] lengths = scratch.ints(rows);
    if (rows > 0) {
      fill(column, (long) column.offset() + from, addresses, lengths, rows);
      NullRows.clear(validity, lengths, rows);
    }
    return new BytesVec(column.type(), rows, addresses, lengths, validity);
  }

  private static void fill(Column column, long at, long[] addresses, int[] lengths, int rows) {
    int width = column.type().kind().width();
    long offsets = column.offsets().memoryAddress() + at * width;
    long data = column.data() == null ? 0 : column.data().memoryAddress();
    long wrong =
        width == 4
            ? offsets32(offsets, data, addresses, lengths, rows)
            : offsets64(offsets, data, addresses, lengths, rows);
    long first = addresses[0] - data;
    long last = addresses[rows - 1] + lengths[rows - 1] - data;
    long capacity = column.data() == null ? 0 : column.data().capacity();
    if (wrong < 0 || first < 0 || last > capacity) {
      throw new DataException(
          "Offsets of text and binary must not fall, and must lie within the data, values below 2"
              + " GiB: first="
              + first
              + ", last="
              + last
              + ", bytes="
              + capacity
              + ".");
    }
  }

  /** Negative if an offset falls. */
  private static long offsets32(
      long offsets, long data, long[] addresses, int[] lengths, int rows) {
    int offset = Raw.getInt(offsets);
    int wrong = 0;
    for (int i = 0; i < rows; i++) {
      int next = Raw.getInt(offsets + 4L * i + 4);
      int length = next - offset;
      addresses[i] = data + offset;
      lengths[i] = length;
      wrong |= length;
      offset = next;
    }
    return wrong;
  }

  /** Negative if an offset falls, or a value is longer than an array can be. */
  private static long offsets64(
      long offsets, long data, long[] addresses, int[] lengths, int rows) {
    long offset = Raw.getLong(offsets);
    long wrong = 0;
    for (int i = 0; i < rows; i++) {
      long next = Raw.getLong(offsets + 8L * i + 8);
      long length = next - offset;
      addresses[i] = data + offset;
      lengths[i] = (int) length;
      wrong |= length | Integer.MAX_VALUE - length;
      offset = next;
    }
    return wrong;
  }
}
