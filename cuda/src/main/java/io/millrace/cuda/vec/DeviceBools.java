package io.millrace.cuda.vec;

import io.millrace.kernels.types.DataType;

/** Booleans as a bitmap at {@code bits}; bits of null rows hold any value. */
public record DeviceBools(int length, long bits, long validity) implements DeviceVec {
  @Override
  public DataType type() {
    return DataType.BOOL;
  }
}
