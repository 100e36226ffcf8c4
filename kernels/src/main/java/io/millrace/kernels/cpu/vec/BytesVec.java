package io.millrace.kernels.cpu.vec;

import io.millrace.kernels.types.DataType;

/**
 * Text and binary as native addresses and lengths: into the staged batch where the bytes came from,
 * or into the context's own arena where they were made. So gathering, splitting, trimming and
 * taking substrings move no bytes.
 */
public final class BytesVec extends CpuVec {
  private final long[] addresses;
  private final int[] lengths;

  /** A vector over the given arrays; {@code validity} null if no row is null. */
  public BytesVec(DataType type, int length, long[] addresses, int[] lengths, long[] validity) {
    super(type, length, validity);
    this.addresses = addresses;
    this.lengths = lengths;
  }

  /** Where each value begins. Empty values may have any address, 0 included. */
  public long[] addresses() {
    return addresses;
  }

  /** Bytes of each value; 0 for null rows. */
  public int[] lengths() {
    return lengths;
  }
}
