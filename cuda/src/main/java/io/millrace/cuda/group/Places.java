package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;

/** The first or last place in the stream that each group has had an input from. */
final class Places implements AutoCloseable {
  private final CudaDevice device;
  private final boolean last;
  private final GroupArray places;

  /** No group has a place. */
  Places(CudaDevice device, boolean last) {
    this.device = device;
    this.last = last;
    this.places = new GroupArray(device, Long.BYTES, last ? 0 : -1);
  }

  void reserve(int groups) {
    places.reserve(groups);
  }

  long address() {
    return places.address();
  }

  /** Takes in the places of rows that are not null. */
  void take(GroupIds ids, long validity, Sequence sequence) {
    over(
        KernelFile.GROUP_EDGE,
        "group_edge_place",
        ids.rows(),
        ids.words(),
        last ? 1 : 0,
        validity,
        sequence.first(),
        sequence.each(),
        places.address());
  }

  /** A bitmap of the groups that have a place. */
  long any(GroupList list) {
    long bits = device.scratch().take(bitmapBytes(list.count()));
    over(
        KernelFile.GROUP_FINISH,
        "group_finish_placed",
        list.count(),
        list.address(),
        last ? 0 : -1,
        places.address(),
        bits);
    return bits;
  }

  /** The places themselves. */
  DeviceVec sequences(GroupList list, long validity) {
    long sequences = device.scratch().take(8L * list.count());
    over(
        KernelFile.GROUP_FINISH,
        "group_finish_words",
        list.count(),
        list.address(),
        Form.WORD.ordinal(),
        places.address(),
        sequences);
    return new DeviceLongs(DataType.INT64, list.count(), sequences, validity);
  }

  private void over(KernelFile file, String kernel, int rows, long... arguments) {
    device.kernels().overRows(file, kernel, rows, arguments);
  }

  void keep(GroupList list) {
    places.keep(list);
  }

  void clear() {
    places.clear();
  }

  long bytes() {
    return places.bytes();
  }

  @Override
  public void close() {
    places.close();
  }
}
