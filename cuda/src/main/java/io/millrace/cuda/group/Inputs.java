package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;

/**
 * How many inputs of each group were not null: its rows, less those that were null. Those are
 * counted from the first null on; until then nothing is kept.
 */
final class Inputs implements AutoCloseable {
  private final CudaDevice device;
  private final RowCounts rows;
  private final GroupArray nulls;
  private int groups;
  private boolean counting;

  Inputs(CudaDevice device, RowCounts rows) {
    this.device = device;
    this.rows = rows;
    this.nulls = new GroupArray(device, Long.BYTES, 0);
  }

  void reserve(int more) {
    groups = Math.max(groups, more);
    if (counting) {
      nulls.reserve(groups);
    }
  }

  private long counted() {
    counting = true;
    nulls.reserve(groups);
    return nulls.address();
  }

  /** Takes in rows, which the row counts take in as well. */
  void update(GroupIds ids, DeviceVec input) {
    if (input.mayHaveNulls()) {
      new GroupSums(device).countNulls(ids, input.validity(), counted());
    }
  }

  /** Takes in partial states of so many inputs each, a vector without nulls but for no input. */
  void absorb(Partials partials, DeviceVec counts) {
    absorb(partials, Form.values(counts), counts.validity());
  }

  /** Takes in partial states that had inputs where there is a value. */
  void absorbSome(Partials partials, DeviceVec values) {
    absorb(partials, 0, values.validity());
  }

  private void absorb(Partials partials, long counts, long validity) {
    if (counts == 0 && validity == 0) {
      return;
    }
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_ABSORB,
            "group_absorb_nulls",
            partials.ids().rows(),
            partials.ids().words(),
            partials.rowCounts(),
            counts,
            validity,
            partials.sign(),
            counted());
  }

  /** How many there were. */
  DeviceVec counts(GroupList list) {
    long to = device.scratch().take(8L * list.count());
    over("group_finish_counts", list, to);
    return new DeviceLongs(DataType.INT64, list.count(), to, 0);
  }

  /** A bitmap of the groups that had any; 0 if all did. */
  long any(GroupList list) {
    if (!counting) {
      return 0;
    }
    long bits = device.scratch().take(bitmapBytes(list.count()));
    over("group_finish_any", list, bits);
    return bits;
  }

  private void over(String kernel, GroupList list, long to) {
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_FINISH,
            kernel,
            list.count(),
            list.address(),
            rows.address(),
            nullCounts(),
            to);
  }

  /** Where the null inputs are counted; 0 if there was none. */
  long nullCounts() {
    return counting ? nulls.address() : 0;
  }

  long rowCounts() {
    return rows.address();
  }

  void keep(GroupList list) {
    groups = Math.max(1, list.count());
    nulls.keep(list);
  }

  void clear() {
    nulls.clear();
  }

  long bytes() {
    return nulls.bytes();
  }

  @Override
  public void close() {
    nulls.close();
  }
}
