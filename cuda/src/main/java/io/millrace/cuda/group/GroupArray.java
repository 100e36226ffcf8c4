package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.error.InternalException;

/**
 * One value of fixed width for each group, in device memory; values of groups to come are bytes of
 * {@code fill}. Addresses change when it grows.
 */
final class GroupArray implements AutoCloseable {
  /** Bytes of a sketch's registers, the widest value there is. */
  static final int SKETCH = 4096;

  /** Threads that move a sketch, 16 bytes each. */
  private static final int SKETCH_THREADS = SKETCH / 16;

  private static final int SKETCH_BLOCKS = 1024;

  private final CudaDevice device;
  private final int width;
  private final byte fill;
  private DeviceBlock block;
  private int capacity;

  GroupArray(CudaDevice device, int width, int fill) {
    this.device = device;
    this.width = width;
    this.fill = (byte) fill;
  }

  /** Where the first group's value is. */
  long address() {
    return block.address();
  }

  /** Makes room for {@code groups}, by half more than there was at least. */
  void reserve(int groups) {
    if (groups > capacity) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(groups, capacity * 3L / 2));
      replace(device.heap().take((long) larger * width, at -> grow(at, larger)), larger);
    }
  }

  private void grow(long to, int groups) {
    long kept = bytes();
    if (kept > 0) {
      device.stream().copy(to, block.address(), kept);
    }
    device.stream().fill(to + kept, fill, (long) groups * width - kept);
  }

  private void replace(DeviceBlock with, int groups) {
    close();
    block = with;
    capacity = groups;
  }

  /** Keeps only the groups of a list, in its order. */
  void keep(GroupList list) {
    if (capacity == 0) {
      return;
    }
    int groups = Math.max(1, list.count());
    long size = (long) groups * width;
    DeviceBlock kept =
        device
            .heap()
            .take(
                size,
                at -> {
                  device.stream().fill(at, fill, size);
                  gather(list, at);
                });
    replace(kept, groups);
  }

  /** Copies the values of a list of groups. */
  void gather(GroupList list, long to) {
    if (width == SKETCH) {
      gatherSketches(list, to);
      return;
    }
    String kernel =
        switch (width) {
          case 1 -> "group_gather8";
          case 4 -> "group_gather32";
          case 8 -> "group_gather64";
          default -> throw new InternalException("Widths are 1, 4 and 8: width=" + width + ".");
        };
    device
        .kernels()
        .overRows(KernelFile.GROUP_STORE, kernel, list.count(), list.address(), address(), to);
  }

  private void gatherSketches(GroupList list, long to) {
    if (list.count() > 0) {
      device
          .kernels()
          .launch(
              KernelFile.GROUP_SKETCH,
              "group_sketch_gather",
              Math.min(list.count(), SKETCH_BLOCKS),
              SKETCH_THREADS,
              0,
              list.count(),
              list.address(),
              address(),
              to);
    }
  }

  /** Forgets all values. */
  void clear() {
    if (capacity > 0) {
      device.stream().fill(address(), fill, (long) capacity * width);
    }
  }

  long bytes() {
    return (long) capacity * width;
  }

  @Override
  public void close() {
    if (block != null) {
      block.close();
      block = null;
      capacity = 0;
    }
  }
}
