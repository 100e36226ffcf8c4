package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.kernels.memory.Raw;

/** Numbers of groups, or of rows, 32 bits each at a device address in scratch memory. */
record GroupList(long address, int count) {
  /** All numbers below {@code count}. */
  static GroupList upTo(CudaDevice device, int count) {
    long list = device.scratch().take(4L * count);
    device.kernels().overRows(KernelFile.GROUP_LIST, "group_number", count, list);
    return new GroupList(list, count);
  }

  /** The groups whose 32-bit flag is 1 rather than 0, ascending. Blocks. */
  static GroupList flagged(CudaDevice device, long flags, int groups) {
    if (groups == 0) {
      return new GroupList(0, 0);
    }
    long before = PrefixSums.of32(device.kernels(), device.scratch(), flags, groups);
    device.downloads().begin(Long.BYTES, 1);
    long total = device.downloads().add(before + 8L * groups, Long.BYTES);
    device.downloads().await();
    int count = (int) Raw.getLong(total);
    long list = device.scratch().take(4L * count);
    device.kernels().overRows(KernelFile.GROUP_LIST, "group_list", groups, flags, before, list);
    return new GroupList(list, count);
  }

  /** The {@code length} numbers from the one at {@code from} on. */
  GroupList slice(int from, int length) {
    return new GroupList(address + 4L * from, length);
  }
}
