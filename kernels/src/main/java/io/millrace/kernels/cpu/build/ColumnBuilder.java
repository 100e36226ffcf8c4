package io.millrace.kernels.cpu.build;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Collects one column. Appends are in order; every builder of a batch is given the same number of
 * rows.
 */
abstract sealed class ColumnBuilder implements AutoCloseable
    permits LongColumnBuilder, DoubleColumnBuilder, BoolColumnBuilder, BytesColumnBuilder {
  private final ColumnBuffers buffers;

  ColumnBuilder(DataType type, BufferAllocator allocator) {
    this.buffers = new ColumnBuffers(type, allocator);
  }

  /** Appends a vector, narrowed to the column's type. */
  final void append(CpuVec vec, int rows) {
    buffers.validity().append(vec.validity(), rows, vec.length());
    appendValues(vec, rows);
  }

  /** Appends the values of a vector behind {@code rows} earlier ones. */
  abstract void appendValues(CpuVec vec, int rows);

  /**
   * The column; its buffers now belong to the caller. If this throws, they still belong to the
   * builder.
   */
  final Column build(int rows) {
    return buffers.build(rows);
  }

  final ColumnBuffers buffers() {
    return buffers;
  }

  @Override
  public void close() {
    buffers.close();
  }
}
