package io.millrace.source.rate;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One generated column. Every value is a function of the row's number and the column's seed, so the
 * same row number always gives the same value, however the rows are cut into batches. {@link
 * RateColumns} has the ready ones.
 */
public interface RateColumn {
  /** The type of the values. */
  DataType type();

  /** Bytes that a row takes in the buffers, rounded up; for the byte limit. */
  int bytesPerRow();

  /**
   * Generates rows into new buffers, which the caller owns. If this throws, nothing stays
   * allocated.
   */
  Column generate(RowRange range, BufferAllocator allocator);
}
