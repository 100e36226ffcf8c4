package io.millrace.cuda.text;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.error.InternalException;
import java.lang.foreign.MemorySegment;

/** Separators of at least one byte on the device. */
final class Separators {
  private final CudaDevice device;

  Separators(CudaDevice device) {
    this.device = device;
  }

  /** Null is white space. */
  static void require(byte[] separator) {
    if (separator != null && separator.length == 0) {
      throw new InternalException("A separator has at least one byte: length=0.");
    }
  }

  /** Where its bytes are, in scratch memory. */
  long upload(byte[] separator) {
    long at = device.scratch().take(separator.length);
    device.uploads().begin(at);
    device.uploads().put(MemorySegment.ofArray(separator));
    device.uploads().finish();
    return at;
  }
}
