package io.millrace.ipc.write;

import io.millrace.ipc.validate.OffsetCheck;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Lays a column's buffers out for writing: as they lie, except for bits that do not begin on a byte
 * and offsets that do not begin at 0.
 */
final class ColumnPlan {
  private ColumnPlan() {}

  /** Adds a column: a dictionary-encoded one as its indices. */
  static void add(Column column, BodyPlan plan) {
    plan.node(column.length(), column.nullCount());
    if (column.nullCount() == 0) {
      plan.addNothing();
    } else {
      addBits(column.validity(), column, plan);
    }
    Kind stored = column.isDictionaryEncoded() ? column.indices() : column.type().kind();
    switch (stored.lane()) {
      case BOOL -> addBits(column.data(), column, plan);
      case BYTES -> addBytes(column, stored.width(), plan);
      case LONG, DOUBLE -> addFixed(column, stored.width(), plan);
    }
  }

  private static void addFixed(Column column, int width, BodyPlan plan) {
    if (column.length() == 0) {
      plan.addNothing();
    } else {
      plan.add(
          column.data().memoryAddress() + (long) column.offset() * width,
          (long) column.length() * width);
    }
  }

  private static void addBits(ArrowBuf bits, Column column, BodyPlan plan) {
    int offset = column.offset();
    long bytes = (column.length() + 7L) / 8;
    if (bytes == 0) {
      plan.addNothing();
    } else if (offset % 8 == 0) {
      plan.add(bits.memoryAddress() + offset / 8, bytes);
    } else {
      shift(bits.memoryAddress(), offset, column.length(), plan.addScratch(bytes));
    }
  }

  private static void shift(long from, int offset, int rows, long to) {
    for (int row = 0; row < rows; row += 64) {
      Raw.putLong(to + row / 8, Validity.bits(from, (long) offset + row, Math.min(64, rows - row)));
    }
  }

  private static void addBytes(Column column, int width, BodyPlan plan) {
    if (column.length() == 0) {
      Raw.putLong(plan.addScratch(width), 0);
      plan.addNothing();
      return;
    }
    long offsets = column.offsets().memoryAddress() + (long) column.offset() * width;
    long first = OffsetCheck.get(offsets, 0, width);
    long length = OffsetCheck.get(offsets, column.length(), width) - first;
    if (first == 0) {
      plan.add(offsets, (column.length() + 1L) * width);
    } else {
      rebase(
          offsets, first, column.length(), width, plan.addScratch((column.length() + 1L) * width));
    }
    if (length == 0) {
      plan.addNothing();
    } else {
      plan.add(column.data().memoryAddress() + first, length);
    }
  }

  private static void rebase(long from, long first, int rows, int width, long to) {
    if (width == Integer.BYTES) {
      for (long i = 0; i <= rows; i++) {
        Raw.putInt(to + i * 4, Raw.getInt(from + i * 4) - (int) first);
      }
    } else {
      for (long i = 0; i <= rows; i++) {
        Raw.putLong(to + i * 8, Raw.getLong(from + i * 8) - first);
      }
    }
  }
}
