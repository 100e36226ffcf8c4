package io.millrace.cuda.vec;

import io.millrace.kernels.types.DataType;

/**
 * Text and binary: for each row the device address of its first byte, 64 bits each at {@code
 * addresses}, and its bytes, 32 bits each at {@code lengths}. So gathering, splitting, trimming and
 * taking substrings move no bytes. An empty value may have any address.
 *
 * @param codes where values come from a dictionary, that; null if nobody knows
 */
public record DeviceBytes(
    DataType type, int length, long addresses, long lengths, long validity, DeviceCodes codes)
    implements DeviceVec {
  /** Values from nowhere in particular. */
  public DeviceBytes(DataType type, int length, long addresses, long lengths, long validity) {
    this(type, length, addresses, lengths, validity, null);
  }
}
