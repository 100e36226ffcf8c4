package io.millrace.cuda.device;

import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.error.DataException;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.memory.Raw;

/** What kernels count as they run; {@code Tally} in {@code rows.cuh} has the same fields. */
public final class DeviceTally implements AutoCloseable {
  private static final int BYTES = 5 * Long.BYTES;

  private final CudaDevice device;
  private final DeviceBlock block;

  DeviceTally(CudaDevice device) {
    this.device = device;
    this.block = device.heap().take(BYTES, at -> device.stream().fill(at, (byte) 0, BYTES));
  }

  /** Where the counters are on the device. */
  public long address() {
    return block.address();
  }

  /**
   * Waits for all work so far, and for its counters.
   *
   * @throws DataException if a column's buffers did not fit each other; it is thrown once
   */
  public ValueErrors await() {
    device.downloads().begin(BYTES, 1);
    long at = device.downloads().add(block.address(), BYTES);
    device.downloads().await();
    long badIndices = Raw.getLong(at + 16);
    long badOffsets = Raw.getLong(at + 32);
    if (badIndices > 0 || badOffsets > 0) {
      device.stream().fill(block.address() + 16, (byte) 0, BYTES - 16);
    }
    if (badIndices > 0) {
      throw new DataException(
          "A dictionary index must point into its dictionary: index="
              + Raw.getLong(at + 24)
              + ", rows="
              + badIndices
              + ".");
    }
    if (badOffsets > 0) {
      throw new DataException(
          "Offsets of text and binary must not fall, and must lie within the data, values below 2"
              + " GiB: rows="
              + badOffsets
              + ".");
    }
    return new ValueErrors(Raw.getLong(at), Raw.getLong(at + 8));
  }

  @Override
  public void close() {
    block.close();
  }
}
