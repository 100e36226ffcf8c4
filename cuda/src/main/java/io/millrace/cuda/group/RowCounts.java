package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * Rows of each group: {@code COUNT_ALL}, and what the other aggregates know of inputs that were not
 * null. Every table has one.
 */
final class RowCounts implements GroupState {
  private final CudaDevice device;
  private final GroupSums adder;
  private final GroupArray counts;

  RowCounts(CudaDevice device) {
    this.device = device;
    this.adder = new GroupSums(device);
    this.counts = new GroupArray(device, Long.BYTES, 0);
  }

  long address() {
    return counts.address();
  }

  @Override
  public void reserve(int groups) {
    counts.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    adder.count(ids, counts.address());
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    GroupIds ids = partials.ids();
    if (partials.rowCounts() == 0) {
      adder.count(ids, counts.address());
      return;
    }
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_ABSORB,
            "group_absorb_words",
            ids.rows(),
            ids.words(),
            partials.rowCounts(),
            0,
            partials.sign(),
            counts.address());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    long values = device.scratch().take(8L * list.count());
    counts.gather(list, values);
    return new DeviceLongs(DataType.INT64, list.count(), values, 0);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    return List.of(finish(list));
  }

  @Override
  public void keep(GroupList list) {
    counts.keep(list);
  }

  @Override
  public void clear() {
    counts.clear();
  }

  @Override
  public long bytes() {
    return counts.bytes();
  }

  @Override
  public void close() {
    counts.close();
  }
}
