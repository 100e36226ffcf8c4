package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;

/**
 * Rows whose one key is text from a dictionary that is smaller than they are: its values are looked
 * for rather than those of all rows.
 */
final class CodedRows {
  /** Rows for each value of a dictionary that make it worth while. */
  private static final int ROWS_A_VALUE = 4;

  private final CudaDevice device;
  private final DeviceBytes key;

  private CodedRows(CudaDevice device, DeviceBytes key) {
    this.device = device;
    this.key = key;
  }

  /** Whether rows are such. */
  static boolean are(Rows rows) {
    return rows.keys().length == 1
        && rows.keys()[0] instanceof DeviceBytes text
        && text.codes() != null
        && text.codes().values().length() < rows.count() / ROWS_A_VALUE;
  }

  /** The groups of such rows; keys that are new become groups. Blocks. */
  static GroupIds find(CudaDevice device, GroupIndex index, Rows rows) {
    return new CodedRows(device, (DeviceBytes) rows.keys()[0]).find(index);
  }

  private GroupIds find(GroupIndex index) {
    int codes = size() + 1;
    GroupList occurring = GroupList.flagged(device, marks(codes), codes);
    DeviceVec[] values = {texts(occurring)};
    GroupIds found = index.find(values, occurring.count());
    long byCode = device.scratch().take(4L * codes);
    overRows("group_code_groups", occurring.count(), occurring.address(), found.words(), byCode);
    long ids = device.scratch().take(4L * key.length());
    inEights("group_code_rows", byCode, ids);
    return GroupIds.ofWords(device, key.length(), found.groups(), ids);
  }

  private int size() {
    return key.codes().values().length();
  }

  private long marks(int codes) {
    long marks = device.scratch().take(4L * codes);
    device.stream().fill(marks, (byte) 0, 4L * codes);
    inEights("group_code_mark", marks);
    return marks;
  }

  private DeviceBytes texts(GroupList codes) {
    int count = codes.count();
    long addresses = device.scratch().take(8L * count);
    long lengths = device.scratch().take(4L * count);
    long validity = device.scratch().take(bitmapBytes(count));
    DeviceBytes values = key.codes().values();
    overRows(
        "group_code_texts",
        count,
        codes.address(),
        size(),
        values.addresses(),
        values.lengths(),
        addresses,
        lengths,
        validity);
    return new DeviceBytes(
        key.type(), count, addresses, lengths, key.mayHaveNulls() ? validity : 0);
  }

  private void inEights(String kernel, long... more) {
    long[] arguments = new long[3 + more.length];
    arguments[0] = key.codes().indices();
    arguments[1] = key.validity();
    arguments[2] = size();
    System.arraycopy(more, 0, arguments, 3, more.length);
    device.kernels().inEights(KernelFile.GROUP_CODE, kernel, key.length(), arguments);
  }

  private void overRows(String kernel, int rows, long... arguments) {
    device.kernels().overRows(KernelFile.GROUP_CODE, kernel, rows, arguments);
  }
}
