package io.millrace.cuda.group;

import io.millrace.cuda.vec.DeviceBools;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceDoubles;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;

/**
 * Rows of vectors by address alone. The first row is a multiple of 64, so that bitmaps are cut
 * between words; bits past the last row are any.
 *
 * @param from the first row
 * @param rows how many
 */
record RowSlice(int from, int rows) {
  /** The rows of each vector; null stays null. */
  DeviceVec[] of(DeviceVec[] vecs) {
    DeviceVec[] slices = new DeviceVec[vecs.length];
    for (int i = 0; i < vecs.length; i++) {
      slices[i] = vecs[i] == null ? null : of(vecs[i]);
    }
    return slices;
  }

  private DeviceVec of(DeviceVec vec) {
    long validity = vec.validity() == 0 ? 0 : vec.validity() + from / 8;
    return switch (vec) {
      case DeviceLongs longs ->
          new DeviceLongs(longs.type(), rows, longs.values() + 8L * from, validity);
      case DeviceDoubles doubles ->
          new DeviceDoubles(doubles.type(), rows, doubles.values() + 8L * from, validity);
      case DeviceBools bools -> new DeviceBools(rows, bools.bits() + from / 8, validity);
      case DeviceBytes bytes ->
          new DeviceBytes(
              bytes.type(),
              rows,
              bytes.addresses() + 8L * from,
              bytes.lengths() + 4L * from,
              validity,
              bytes.codes() == null ? null : bytes.codes().from(from));
    };
  }
}
