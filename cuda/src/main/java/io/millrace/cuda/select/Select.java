package io.millrace.cuda.select;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceSelection;

/** Masks to positions. */
public final class Select {
  private final CudaDevice device;

  /** Selections on one device. */
  public Select(CudaDevice device) {
    this.device = device;
  }

  /** The rows where the mask is true. Blocks for the count. */
  public DeviceSelection select(DeviceBools mask) {
    int rows = mask.length();
    if (rows == 0) {
      return new DeviceSelection(device.scratch().ints(0), 0);
    }
    // The padding of a bitmap is counted too: it makes words of 32 rows whole.
    int words = (int) ((rows + 63L) / 64 * 2);
    long counts = device.scratch().ints(words);
    device
        .kernels()
        .overBitmap(KernelFile.SELECT, "select_count", rows, mask.bits(), mask.validity(), counts);
    long before = PrefixSums.of32(device.kernels(), device.scratch(), counts, words);
    int selected = (int) device.downloads().word(before + 8L * words);
    long positions = device.scratch().ints(selected);
    if (selected > 0) {
      device
          .kernels()
          .overRows(
              KernelFile.SELECT,
              "select_place",
              rows,
              mask.bits(),
              mask.validity(),
              before,
              positions);
    }
    return new DeviceSelection(positions, selected);
  }
}
