package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.kernels.types.DataType;

/**
 * The text, or none, that each group holds of those that it has seen. Rows of a batch compete for
 * their groups by row number; the texts of those that win are copied once that is settled.
 */
final class TextValues implements AutoCloseable {
  private static final int NOBODY = -1;

  private final CudaDevice device;
  private final GroupTexts texts;
  private final GroupArray present;
  private final GroupArray winners;

  /** No group has a text. */
  TextValues(CudaDevice device, DataType type) {
    this.device = device;
    this.texts = new GroupTexts(device, type);
    this.present = new GroupArray(device, 1, 0);
    this.winners = new GroupArray(device, Integer.BYTES, NOBODY);
  }

  void reserve(int groups) {
    texts.reserve(groups);
    present.reserve(groups);
    winners.reserve(groups);
  }

  /** The texts; of groups without one an empty one. */
  GroupTexts texts() {
    return texts;
  }

  /** Whether groups have a text, a byte each. */
  GroupArray present() {
    return present;
  }

  /**
   * A contest of a batch's rows for their groups.
   *
   * @param winners the row that has won each group so far
   * @param won the groups that a row has won, {@code count} of them, in scratch memory
   * @param most how many those can be
   */
  record Contest(long winners, long won, long count, int most) {}

  /** Begins a contest; nobody has won. */
  Contest contest(GroupIds ids) {
    int most = Math.min(ids.rows(), ids.groups());
    long count = device.scratch().take(Integer.BYTES);
    device.stream().fill(count, (byte) 0, Integer.BYTES);
    return new Contest(winners.address(), device.scratch().take(4L * most), count, most);
  }

  /** Gives groups the texts of the rows that have won them. Blocks. */
  void settle(Contest contest, GroupIds ids, DeviceBytes input) {
    int most = contest.most();
    long rows = device.scratch().take(4L * most);
    long lengths = device.scratch().take(4L * most);
    device
        .kernels()
        .overRows(
            KernelFile.GROUP_TEXT,
            "group_text_won",
            most,
            contest.count(),
            contest.won(),
            input.lengths(),
            contest.winners(),
            rows,
            lengths);
    texts.replace(
        input,
        most,
        contest.count(),
        rows,
        lengths,
        contest.won(),
        present.address(),
        ids.groups());
  }

  /** The texts of a list of groups, null where there is none. */
  DeviceBytes gather(GroupList list) {
    long validity = device.scratch().take(bitmapBytes(list.count()));
    device
        .kernels()
        .inEights(
            KernelFile.GROUP_STORE,
            "group_gather_present",
            list.count(),
            list.address(),
            present.address(),
            validity);
    return texts.gather(list, validity);
  }

  void keep(GroupList list) {
    texts.keep(list);
    present.keep(list);
    winners.keep(list);
  }

  void clear() {
    texts.clear();
    present.clear();
  }

  long bytes() {
    return texts.bytes() + present.bytes() + winners.bytes();
  }

  @Override
  public void close() {
    texts.close();
    present.close();
    winners.close();
  }
}
