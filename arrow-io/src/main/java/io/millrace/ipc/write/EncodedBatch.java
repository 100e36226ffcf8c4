package io.millrace.ipc.write;

import io.millrace.ipc.validate.IndexCheck;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A batch as a layout of {@link WriteLayout#encoding} has it: columns that are to be encoded have
 * indices of 32 bits, whatever they had before. Values are never copied: a column that came plainly
 * becomes its own dictionary.
 *
 * @param batch closed with this
 * @param copied bytes of indices that were made
 */
public record EncodedBatch(Batch batch, long copied) implements AutoCloseable {
  /** The batch, which stays the caller's, as the layout has it. */
  public static EncodedBatch of(Batch batch, WriteLayout layout, BufferAllocator allocator) {
    List<Column> columns = new ArrayList<>();
    List<ArrowBuf> made = new ArrayList<>();
    try {
      for (int i = 0; i < batch.columns().size(); i++) {
        Column column = batch.column(i);
        boolean fits = !layout.isEncoded(i) || column.indices() == Kind.INT32;
        columns.add(fits ? column : encoded(column, allocator, made));
      }
      long copied = made.stream().mapToLong(ArrowBuf::capacity).sum();
      return new EncodedBatch(Batch.retaining(batch.schema(), batch.rows(), columns), copied);
    } finally {
      made.forEach(ArrowBuf::close);
    }
  }

  private static Column encoded(Column column, BufferAllocator allocator, List<ArrowBuf> made) {
    // bits cannot be cut within a byte, so rows begin as many bits into theirs as before
    int offset = column.offset() & 7;
    ArrowBuf indices = allocator.buffer(Math.max(1, (offset + (long) column.length()) * 4));
    made.add(indices);
    boolean plain = !column.isDictionaryEncoded();
    long to = indices.memoryAddress() + offset * 4L;
    for (int row = 0; row < column.length(); row++) {
      Raw.putInt(to + row * 4L, plain ? row : index(column, row));
    }
    return new Column(
        column.type(),
        column.length(),
        column.nullCount(),
        offset,
        column.nullCount() == 0 ? null : validity(column),
        null,
        indices,
        Kind.INT32,
        plain ? values(column) : column.dictionary());
  }

  private static int index(Column column, int row) {
    long at = (long) column.offset() + row;
    return (int) IndexCheck.get(column.indices(), column.data().memoryAddress(), at);
  }

  private static ArrowBuf validity(Column column) {
    long from = column.offset() >> 3;
    return column.validity().slice(from, column.validity().capacity() - from);
  }

  /** Which rows are null stands with the indices. */
  private static Column values(Column column) {
    return new Column(
        column.type(),
        column.length(),
        0,
        column.offset(),
        null,
        column.offsets(),
        column.data(),
        null,
        null);
  }

  @Override
  public void close() {
    batch.close();
  }
}
