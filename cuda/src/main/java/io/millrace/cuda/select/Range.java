package io.millrace.cuda.select;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.kernels.LongRange;
import io.millrace.kernels.memory.Raw;

/** Least and greatest value. */
public final class Range {
  private final CudaDevice device;

  /** Ranges on one device. */
  public Range(CudaDevice device) {
    this.device = device;
  }

  /** In signed order, nulls left out. Blocks. */
  public LongRange of(DeviceLongs a) {
    long range = device.scratch().take(2L * Long.BYTES);
    device.kernels().overRows(KernelFile.RANGE, "range_empty", 1, range);
    device
        .kernels()
        .overRows(KernelFile.RANGE, "range_longs", a.length(), a.values(), a.validity(), range);
    device.downloads().begin(2L * Long.BYTES, 1);
    long at = device.downloads().add(range, 2L * Long.BYTES);
    device.downloads().await();
    long least = Raw.getLong(at);
    long greatest = Raw.getLong(at + Long.BYTES);
    return least > greatest ? LongRange.EMPTY : new LongRange(least, greatest);
  }
}
