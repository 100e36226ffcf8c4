package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.types.DataType;

/** Integers, dates, timestamps, durations: widened to 64 bits, unsigned kinds zero-extended. */
public final class LongVec extends CpuVec {
  private final long[] values;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public LongVec(DataType type, int length, long[] values, long[] validity) {
    super(type, length, validity);
    this.values = values;
  }

  /** The values, at least {@code length} of them. */
  public long[] values() {
    return values;
  }
}
