package io.millrace.ipc.peer;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A batch in memory of its own. */
final class BatchCopy {
  private BatchCopy() {}

  /** Copies every buffer; the caller closes the copy. */
  static Batch of(Batch batch, BufferAllocator allocator) {
    List<ArrowBuf> made = new ArrayList<>();
    try {
      List<Column> columns = new ArrayList<>();
      for (Column column : batch.columns()) {
        columns.add(copy(column, allocator, made));
      }
      return Batch.owning(batch.schema(), batch.rows(), columns);
    } catch (RuntimeException | Error e) {
      made.forEach(ArrowBuf::close);
      throw e;
    }
  }

  private static Column copy(Column column, BufferAllocator allocator, List<ArrowBuf> made) {
    return new Column(
        column.type(),
        column.length(),
        column.nullCount(),
        column.offset(),
        copy(column.validity(), allocator, made),
        copy(column.offsets(), allocator, made),
        copy(column.data(), allocator, made),
        column.indices(),
        column.isDictionaryEncoded() ? copy(column.dictionary(), allocator, made) : null);
  }

  private static ArrowBuf copy(ArrowBuf buffer, BufferAllocator allocator, List<ArrowBuf> made) {
    if (buffer == null) {
      return null;
    }
    ArrowBuf copy = allocator.buffer(Math.max(1, buffer.capacity()));
    made.add(copy);
    Raw.copy(buffer.memoryAddress(), copy.memoryAddress(), buffer.capacity());
    return copy;
  }
}
