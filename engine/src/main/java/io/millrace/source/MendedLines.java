package io.millrace.source;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.text.Utf8;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Lines with U+FFFD in place of what was malformed. The slow path: each malformed line goes through
 * Java's decoder.
 *
 * @param batch all lines, in buffers of their own; owned by whoever holds this
 * @param rowsReplaced lines that were changed
 */
record MendedLines(Batch batch, int rowsReplaced) {
  /** Mended copies of the lines; null if none is malformed. */
  static MendedLines of(Column lines, BufferAllocator allocator) {
    SortedMap<Integer, byte[]> changed = new TreeMap<>();
    long bytes = 0;
    for (int row = 0; row < lines.length(); row++) {
      long address = ColumnValues.bytesAddress(lines, row);
      int length = (int) ColumnValues.bytesLength(lines, row);
      if (Utf8.isValid(address, length)) {
        bytes += length;
      } else {
        byte[] replaced = Utf8.replaceMalformed(address, length);
        changed.put(row, replaced);
        bytes += replaced.length;
      }
    }
    return changed.isEmpty() ? null : write(lines, changed, bytes, allocator);
  }

  private static MendedLines write(
      Column lines, SortedMap<Integer, byte[]> changed, long bytes, BufferAllocator allocator) {
    if (bytes > Integer.MAX_VALUE) {
      throw new DataException(
          "Lines must fit a column when malformed text is replaced: bytes="
              + bytes
              + ", most="
              + Integer.MAX_VALUE
              + ".");
    }
    ArrowBuf offsets = allocator.buffer((lines.length() + 1L) * 4);
    ArrowBuf data = null;
    try {
      data = allocator.buffer(bytes);
      fill(lines, changed, offsets, data);
      Column mended = Column.of(DataType.UTF8, lines.length(), 0, null, offsets, data);
      Batch batch = Batch.owning(TextSource.LINES, lines.length(), List.of(mended));
      return new MendedLines(batch, changed.size());
    } catch (RuntimeException | Error e) {
      offsets.close();
      if (data != null) {
        data.close();
      }
      throw e;
    }
  }

  private static void fill(
      Column lines, SortedMap<Integer, byte[]> changed, ArrowBuf offsets, ArrowBuf data) {
    long at = 0;
    offsets.setInt(0, 0);
    for (int row = 0; row < lines.length(); row++) {
      byte[] replaced = changed.get(row);
      int length = replaced != null ? replaced.length : (int) ColumnValues.bytesLength(lines, row);
      if (replaced != null) {
        Raw.copy(replaced, 0, data.memoryAddress() + at, length);
      } else {
        Raw.copy(ColumnValues.bytesAddress(lines, row), data.memoryAddress() + at, length);
      }
      at += length;
      offsets.setInt((row + 1L) * 4, (int) at);
    }
  }
}
