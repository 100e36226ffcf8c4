package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;

/**
 * Which groups were touched, by the number of the epoch that did it last. Nothing is kept until
 * {@link #clear} is called first; until then all groups count as touched.
 */
final class Touched implements AutoCloseable {
  private final CudaDevice device;
  private final GroupArray epochs;
  private int epoch;

  Touched(CudaDevice device) {
    this.device = device;
    this.epochs = new GroupArray(device, Integer.BYTES, 0);
  }

  /** Rows touch their groups. */
  void touch(GroupIds ids) {
    if (epoch > 0) {
      epochs.reserve(ids.groups());
      device
          .kernels()
          .overRows(
              KernelFile.GROUP_LIST,
              "group_touch",
              ids.rows(),
              ids.words(),
              epoch,
              epochs.address());
    }
  }

  /** Forgets which were touched; {@code groups} is how many there are. */
  void clear(int groups) {
    epoch++;
    epochs.reserve(groups);
  }

  /** The epoch of each group; 0 if all count as touched. */
  long epochs() {
    return epoch == 0 ? 0 : epochs.address();
  }

  /** The epoch of those touched since the last clearing. */
  int epoch() {
    return epoch;
  }

  void keep(GroupList list) {
    epochs.keep(list);
  }

  long bytes() {
    return epochs.bytes();
  }

  @Override
  public void close() {
    epochs.close();
  }
}
