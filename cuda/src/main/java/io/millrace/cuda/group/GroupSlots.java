package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.error.DataException;

/**
 * Where groups are found by hash: the number of a group in each slot, or none; one slot more is for
 * the null of a single word. At most half of the slots are full.
 */
final class GroupSlots implements AutoCloseable {
  private static final int FEWEST = 256;
  private static final int EMPTY = -1;

  private final CudaDevice device;
  private DeviceBlock block;
  private int count;

  /** No slots. */
  GroupSlots(CudaDevice device) {
    this.device = device;
  }

  long address() {
    return block.address();
  }

  /** How many there are, a power of two, but for that of the null. */
  int count() {
    return count;
  }

  /** Of a hash, the bits that are a slot's number. */
  int mask() {
    return count - 1;
  }

  /**
   * Whether there are to be more for so many groups.
   *
   * @throws DataException if those are too many
   */
  boolean grow(long groups) {
    if (groups * 2 <= count) {
      return false;
    }
    long needed = Math.max(FEWEST, Long.highestOneBit(groups * 2 - 1) * 2);
    if (needed > 1 << 30) {
      throw new DataException(
          "A group table on the device holds fewer than 2^29 groups: groups and rows="
              + groups
              + ". Use device=cpu.");
    }
    count = (int) needed;
    return true;
  }

  /** Makes slots anew, all empty. */
  void renew() {
    close();
    block = device.heap().take(4L * (count + 1));
    clear();
  }

  void clear() {
    if (block != null) {
      device.stream().fill(block.address(), (byte) EMPTY, 4L * (count + 1));
    }
  }

  /** The groups that they hold, in the order of the slots. Blocks. */
  GroupList groups() {
    int all = count + 1;
    long flags = device.scratch().take(4L * all);
    device.kernels().overRows(KernelFile.GROUP_LIST, "group_taken", all, address(), flags);
    GroupList taken = GroupList.flagged(device, flags, all);
    long list = device.scratch().take(4L * taken.count());
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_STORE,
            "group_gather32",
            taken.count(),
            taken.address(),
            address(),
            list);
    return new GroupList(list, taken.count());
  }

  long bytes() {
    return 4L * count;
  }

  @Override
  public void close() {
    if (block != null) {
      block.close();
      block = null;
    }
  }
}
