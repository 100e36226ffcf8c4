package io.millrace.kernels.cpu.build;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.vec.CpuVec;

/**
 * Collects one column. Appends are in order; every builder of a batch is given the same number of
 * rows.
 */
abstract sealed class ColumnBuilder implements AutoCloseable
    permits LongColumnBuilder, DoubleColumnBuilder, BoolColumnBuilder, BytesColumnBuilder {
  private final ValidityBuilder validity;

  ColumnBuilder(ValidityBuilder validity) {
    this.validity = validity;
  }

  /** Appends a vector, narrowed to the column's type. */
  final void append(CpuVec vec, int rows) {
    validity.append(vec.validity(), rows, vec.length());
    appendValues(vec, rows);
  }

  /** Appends the values of a vector behind {@code rows} earlier ones. */
  abstract void appendValues(CpuVec vec, int rows);

  /**
   * The column; its buffers now belong to the caller. If this throws, they still belong to the
   * builder.
   */
  abstract Column build(int rows);

  final ValidityBuilder validity() {
    return validity;
  }

  @Override
  public void close() {
    validity.close();
  }
}
