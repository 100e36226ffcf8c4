package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.types.DataType;

/**
 * Booleans as bits, laid out as {@link CpuVec#validity()} is; bits past the length are undefined.
 */
public final class BoolVec extends CpuVec {
  private final long[] bits;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public BoolVec(int length, long[] bits, long[] validity) {
    super(DataType.BOOL, length, validity);
    this.bits = bits;
  }

  /** One bit a row, at least {@code length} of them. */
  public long[] bits() {
    return bits;
  }
}
