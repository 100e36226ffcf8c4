package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.types.DataType;

/** Floating point numbers. */
public final class DoubleVec extends CpuVec {
  private final double[] values;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public DoubleVec(DataType type, int length, double[] values, long[] validity) {
    super(type, length, validity);
    this.values = values;
  }

  /** The values, at least {@code length} of them. */
  public double[] values() {
    return values;
  }
}
