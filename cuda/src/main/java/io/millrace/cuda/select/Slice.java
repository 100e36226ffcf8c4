package io.millrace.cuda.select;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.logic.Bitmaps;
import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;

/** Consecutive rows. Values are shared; bitmaps are shifted to begin at bit 0. */
public final class Slice {
  private final Bitmaps bitmaps;

  /** Slices on one device. */
  public Slice(CudaDevice device) {
    this.bitmaps = new Bitmaps(device);
  }

  /** Rows {@code from} to {@code from + rows}, which must lie within the vector. */
  public DeviceVec slice(DeviceVec vec, int from, int rows) {
    if (from < 0 || rows < 0 || (long) from + rows > vec.length()) {
      throw new InternalException(
          "A slice must lie within its vector: from="
              + from
              + ", length="
              + rows
              + ", rows="
              + vec.length()
              + ".");
    }
    long validity = vec.mayHaveNulls() ? bitmaps.from(vec.validity(), from, rows) : 0;
    long words = 8L * from;
    return switch (vec) {
      case DeviceLongs a -> new DeviceLongs(a.type(), rows, a.values() + words, validity);
      case DeviceDoubles a -> new DeviceDoubles(a.type(), rows, a.values() + words, validity);
      case DeviceBools a -> new DeviceBools(rows, bitmaps.from(a.bits(), from, rows), validity);
      case DeviceBytes a ->
          new DeviceBytes(a.type(), rows, a.addresses() + words, a.lengths() + 4L * from, validity);
    };
  }
}
