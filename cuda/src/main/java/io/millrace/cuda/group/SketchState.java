package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.DataException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * {@code APPROX_DISTINCT}: HyperLogLog registers, a byte each, 4 KiB a group. Hash and registers
 * are those of {@code docs/state.md}.
 */
final class SketchState implements GroupState {
  private final CudaDevice device;
  private final Form form;
  private final GroupArray registers;

  SketchState(CudaDevice device, DataType input) {
    this.device = device;
    this.form = Form.of(input);
    this.registers = new GroupArray(device, GroupArray.SKETCH, 0);
  }

  @Override
  public void reserve(int groups) {
    registers.reserve(groups);
  }

  @Override
  public void update(GroupIds ids, DeviceVec input, Sequence sequence) {
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_SKETCH,
            "group_sketch_add",
            ids.rows(),
            ids.words(),
            form.ordinal(),
            Form.values(input),
            Form.lengths(input),
            input.validity(),
            registers.address());
  }

  /** Blocks, until it is known whether these are sketches. */
  static void check(CudaDevice device, DeviceBytes sketches) {
    long wrong = device.scratch().take(Integer.BYTES);
    device.stream().fill(wrong, (byte) 0, Integer.BYTES);
    overWarps(
        device,
        "group_sketch_check",
        sketches.length(),
        sketches.addresses(),
        sketches.lengths(),
        sketches.validity(),
        wrong);
    device.downloads().begin(Integer.BYTES, 1);
    long at = device.downloads().add(wrong, Integer.BYTES);
    device.downloads().await();
    if (Raw.getInt(at) != 0) {
      throw new DataException(
          "Exported registers are 4096 bytes, or 4 bytes for each entry: wrong="
              + Raw.getInt(at)
              + ". Import state that a group table exported.");
    }
  }

  @Override
  public void absorb(Partials partials, List<DeviceVec> parts) {
    DeviceBytes sketches = (DeviceBytes) parts.getFirst();
    overWarps(
        device,
        "group_sketch_merge",
        partials.ids().rows(),
        partials.ids().words(),
        sketches.addresses(),
        sketches.lengths(),
        sketches.validity(),
        registers.address());
  }

  @Override
  public DeviceVec finish(GroupList list) {
    long estimates = device.scratch().take(8L * list.count());
    overWarps(
        device,
        "group_sketch_estimate",
        list.count(),
        list.address(),
        registers.address(),
        estimates);
    return new DeviceLongs(DataType.INT64, list.count(), estimates, 0);
  }

  @Override
  public List<DeviceVec> parts(GroupList list) {
    int count = list.count();
    long sizes = device.scratch().take(4L * count);
    long addresses = device.scratch().take(8L * count);
    overWarps(device, "group_sketch_sizes", count, list.address(), registers.address(), sizes);
    long offsets = PrefixSums.of32(device.kernels(), device.scratch(), sizes, count);
    device.downloads().begin(Long.BYTES, 1);
    long total = device.downloads().add(offsets + 8L * count, Long.BYTES);
    device.downloads().await();
    long bytes = device.scratch().take(Raw.getLong(total));
    overWarps(
        device,
        "group_sketch_export",
        count,
        list.address(),
        registers.address(),
        sizes,
        offsets,
        bytes,
        addresses);
    return List.of(new DeviceBytes(DataType.BINARY, count, addresses, sizes, 0));
  }

  private static void overWarps(CudaDevice device, String kernel, int rows, long... arguments) {
    device.kernels().overWarps(KernelFile.GROUP_SKETCH, kernel, rows, arguments);
  }

  @Override
  public void keep(GroupList list) {
    registers.keep(list);
  }

  @Override
  public void clear() {
    registers.clear();
  }

  @Override
  public long bytes() {
    return registers.bytes();
  }

  @Override
  public void close() {
    registers.close();
  }
}
