package io.millrace.cuda.vec;

import io.millrace.kernels.Vec;

/**
 * A vector in device memory, which belongs to the context's scratch memory or to a staged batch.
 * All fields that are addresses are the device's.
 *
 * <p>Bitmaps have row {@code i} at bit {@code i & 31} of 32-bit word {@code i >> 5}; they are
 * padded to a multiple of 64 rows, and bits past the length are zero. Entries of null rows hold any
 * value that was written; texts of null rows are empty.
 */
public sealed interface DeviceVec extends Vec
    permits DeviceLongs, DeviceDoubles, DeviceBools, DeviceBytes {
  /** A bitmap, set where there is a value; 0 if no row is null. */
  long validity();

  @Override
  default boolean mayHaveNulls() {
    return validity() != 0;
  }

  /** Bytes of a bitmap of so many rows. */
  static long bitmapBytes(int rows) {
    return (rows + 63L) / 64 * 8;
  }
}
