package io.millrace.source.rate;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A column of 64-bit values.
 *
 * @param fill what writes them
 */
record FixedColumn(DataType type, LongFill fill) implements RateColumn {
  @Override
  public int bytesPerRow() {
    return Long.BYTES;
  }

  @Override
  public Column generate(RowRange range, BufferAllocator allocator) {
    ArrowBuf data = allocator.buffer((long) range.rows() * Long.BYTES);
    try {
      fill.fill(range, data.memoryAddress());
      return Column.of(type, range.rows(), 0, null, null, data);
    } catch (RuntimeException | Error e) {
      data.close();
      throw e;
    }
  }
}
