package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;

/**
 * A vector in Java arrays. The arrays belong to the context's scratch memory, may be longer than
 * the vector, and are taken back at reset. Entries of null rows hold any value (for text and
 * binary: any address with a length that is safe to read), so loops may compute on them and need
 * not branch.
 */
public abstract sealed class CpuVec implements Vec permits LongVec, DoubleVec, BoolVec, BytesVec {
  private final DataType type;
  private final int length;
  private final long[] validity;

  CpuVec(DataType type, int length, long[] validity) {
    this.type = type;
    this.length = length;
    this.validity = validity;
  }

  @Override
  public final DataType type() {
    return type;
  }

  @Override
  public final int length() {
    return length;
  }

  @Override
  public final boolean mayHaveNulls() {
    return validity != null;
  }

  /**
   * One bit a row, row {@code i} at bit {@code i & 63} of word {@code i >> 6}, set where there is a
   * value; bits past the length are undefined. Null if no row is null.
   */
  public final long[] validity() {
    return validity;
  }

  /** Whether a row is null. For slow paths and tests; loops work on words. */
  public final boolean isNull(int row) {
    return validity != null && (validity[row >> 6] >>> row & 1) == 0;
  }
}
