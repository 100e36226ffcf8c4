package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;

/** The groups' values of one key column: words, or texts. Doubles are canonical. */
final class GroupKey implements AutoCloseable {
  /** 64-bit fields of a column's description for kernels, as {@code group.cuh} has it. */
  static final int FIELDS = 8;

  private final CudaDevice device;
  private final DataType type;
  private final Form form;
  private final GroupArray words;
  private final GroupArray present;
  private final GroupTexts texts;
  private boolean nulls;

  GroupKey(CudaDevice device, DataType type) {
    this.device = device;
    this.type = type;
    this.form = Form.of(type);
    this.present = new GroupArray(device, 1, 0);
    this.texts = isText() ? new GroupTexts(device, type) : null;
    this.words = isText() ? texts.words() : new GroupArray(device, Long.BYTES, 0);
  }

  boolean isText() {
    return type.lane() == Lane.BYTES;
  }

  /** Numbered as keys are compared: integers by their bits. */
  Form form() {
    return form == Form.UNSIGNED ? Form.WORD : form;
  }

  GroupArray words() {
    return words;
  }

  GroupArray present() {
    return present;
  }

  /** Writes this column's description, over rows of {@code vec}. */
  void describe(DeviceVec vec, long[] to, int at) {
    to[at] = form().ordinal();
    to[at + 1] = Form.values(vec);
    to[at + 2] = Form.lengths(vec);
    to[at + 3] = vec.validity();
    to[at + 4] = words.address();
    to[at + 5] = isText() ? texts.sizes().address() : 0;
    to[at + 6] = present.address();
    to[at + 7] = isText() ? texts.arena() : 0;
  }

  void reserve(int groups) {
    present.reserve(groups);
    if (isText()) {
      texts.reserve(groups);
    } else {
      words.reserve(groups);
    }
  }

  /** Gives groups from {@code groups} on the values of some rows; there is room. */
  void store(DeviceVec vec, GroupList rows, int groups) {
    nulls |= vec.mayHaveNulls();
    if (vec instanceof DeviceBytes text) {
      storeTexts(text, rows, groups);
      return;
    }
    over(
        "group_store_words",
        rows.count(),
        rows.address(),
        form().ordinal(),
        Form.values(vec),
        vec.validity(),
        groups,
        words.address(),
        present.address());
  }

  private void storeTexts(DeviceBytes text, GroupList rows, int groups) {
    long lengths = device.scratch().take(4L * rows.count());
    over(
        "group_store_sizes",
        rows.count(),
        rows.address(),
        text.lengths(),
        text.validity(),
        groups,
        lengths,
        present.address());
    texts.append(text, rows, lengths, groups);
  }

  /** The values of a list of groups, in scratch memory; texts stay in the arena. */
  DeviceVec gather(GroupList list) {
    int count = list.count();
    long validity = 0;
    if (nulls) {
      validity = device.scratch().take(bitmapBytes(count));
      over("group_gather_present", count, list.address(), present.address(), validity);
    }
    if (isText()) {
      return texts.gather(list, validity);
    }
    if (form == Form.BIT) {
      long bits = device.scratch().take(bitmapBytes(count));
      over("group_gather_bits", count, list.address(), words.address(), bits);
      return Form.vector(type, count, bits, validity);
    }
    long values = device.scratch().take(8L * count);
    words.gather(list, values);
    return Form.vector(type, count, values, validity);
  }

  /** Keeps only the groups of a list. */
  void keep(GroupList list) {
    present.keep(list);
    if (isText()) {
      texts.keep(list);
    } else {
      words.keep(list);
    }
  }

  void clear() {
    if (isText()) {
      texts.clear();
    }
    nulls = false;
  }

  long bytes() {
    return present.bytes() + (isText() ? texts.bytes() : words.bytes());
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().inEights(KernelFile.GROUP_STORE, kernel, rows, arguments);
  }

  @Override
  public void close() {
    present.close();
    if (isText()) {
      texts.close();
    } else {
      words.close();
    }
  }
}
