package io.millrace.cuda.transfer;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;

/** Texts one behind the other, so that only their own bytes travel. */
public final class PackedTexts {
  private PackedTexts() {}

  /**
   * Copies texts into scratch memory.
   *
   * @param offsets where each begins there, 64 bits each, at a device address
   * @param bytes their length in all
   */
  public static long pack(CudaDevice device, DeviceBytes text, long offsets, long bytes) {
    long to = device.scratch().take(bytes);
    device
        .kernels()
        .overWarps(
            KernelFile.COPY,
            "copy_texts",
            text.length(),
            text.addresses(),
            text.lengths(),
            offsets,
            to);
    return to;
  }
}
