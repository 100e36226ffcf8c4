package io.millrace.cuda.logic;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceVec;

/** SQL's logic of true, false and null, a word at a time. */
public final class ThreeValued {
  private final CudaDevice device;
  private final Bitmaps bitmaps;

  /** Logic on one device. */
  public ThreeValued(CudaDevice device) {
    this.device = device;
    this.bitmaps = new Bitmaps(device);
  }

  /** False if either is false, else null if either is null. */
  public DeviceBools and(DeviceBools a, DeviceBools b) {
    return compute("logic_and", a, b);
  }

  /** True if either is true, else null if either is null. */
  public DeviceBools or(DeviceBools a, DeviceBools b) {
    return compute("logic_or", a, b);
  }

  private DeviceBools compute(String kernel, DeviceBools a, DeviceBools b) {
    int rows = a.length();
    long to = device.scratch().bitmap(rows);
    long known = a.mayHaveNulls() || b.mayHaveNulls() ? device.scratch().bitmap(rows) : 0;
    device
        .kernels()
        .overBitmap(
            KernelFile.LOGIC,
            kernel,
            rows,
            a.bits(),
            a.validity(),
            b.bits(),
            b.validity(),
            to,
            known);
    return new DeviceBools(rows, to, known);
  }

  /** The opposite; null stays null. */
  public DeviceBools not(DeviceBools a) {
    return new DeviceBools(a.length(), bitmaps.not(a.bits(), a.length()), a.validity());
  }

  /** Where the vector is null. */
  public DeviceBools isNull(DeviceVec a) {
    int rows = a.length();
    long bits = a.mayHaveNulls() ? bitmaps.not(a.validity(), rows) : bitmaps.filled(false, rows);
    return new DeviceBools(rows, bits, 0);
  }
}
