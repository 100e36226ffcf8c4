package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** The begin and end of a window, as columns before a batch's own. */
final class WindowColumns {
  private WindowColumns() {}

  /**
   * The batch with the two columns before its own, under the given schema; the caller closes both
   * batches.
   */
  static Batch before(
      Batch batch, EventWindows.Window window, Schema schema, BufferAllocator allocator) {
    DataType type = DataType.of(schema.getFields().getFirst());
    try (ArrowBuf start = constant(window.start(), batch.rows(), allocator);
        ArrowBuf end = constant(window.end(), batch.rows(), allocator)) {
      List<Column> columns = new ArrayList<>();
      columns.add(Column.of(type, batch.rows(), 0, null, null, start));
      columns.add(Column.of(type, batch.rows(), 0, null, null, end));
      columns.addAll(batch.columns());
      return Batch.retaining(schema, batch.rows(), columns);
    }
  }

  private static ArrowBuf constant(long value, int rows, BufferAllocator allocator) {
    ArrowBuf buffer = allocator.buffer(Math.max(1, rows) * 8L);
    for (int i = 0; i < rows; i++) {
      buffer.setLong(i * 8L, value);
    }
    return buffer;
  }
}
