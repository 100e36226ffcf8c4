package io.millrace.cuda.group;

import static io.millrace.cuda.vec.DeviceVec.bitmapBytes;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.cuda.memory.DeviceHeap;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;

/**
 * The groups' values of one key column: words, or for text and binary the place, size and bytes in
 * an arena. Doubles are canonical.
 */
final class GroupKey implements AutoCloseable {
  /** 64-bit fields of a column's description for kernels, as {@code group.cuh} has it. */
  static final int FIELDS = 8;

  private final CudaDevice device;
  private final DataType type;
  private final Form form;
  private final GroupArray words;
  private final GroupArray present;
  private final GroupArray sizes;
  private DeviceBlock arena;
  private long arenaUsed;
  private boolean nulls;

  GroupKey(CudaDevice device, DataType type) {
    this.device = device;
    this.type = type;
    this.form = Form.of(type);
    this.words = new GroupArray(device, Long.BYTES, 0);
    this.present = new GroupArray(device, 1, 0);
    this.sizes = isText() ? new GroupArray(device, Integer.BYTES, 0) : null;
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
    to[at + 5] = isText() ? sizes.address() : 0;
    to[at + 6] = present.address();
    to[at + 7] = arena == null ? 0 : arena.address();
  }

  void reserve(int groups) {
    words.reserve(groups);
    present.reserve(groups);
    if (isText()) {
      sizes.reserve(groups);
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
    over(
        "group_store_sizes",
        rows.count(),
        rows.address(),
        text.lengths(),
        text.validity(),
        groups,
        sizes.address(),
        present.address());
    long offsets =
        PrefixSums.of32(
            device.kernels(), device.scratch(), sizes.address() + 4L * groups, rows.count());
    device.downloads().begin(Long.BYTES, 1);
    long total = device.downloads().add(offsets + 8L * rows.count(), Long.BYTES);
    device.downloads().await();
    long bytes = Raw.getLong(total);
    // The texts may lie in this very arena, as those of another pane do.
    try (DeviceBlock _ = reserveArena(bytes)) {
      device
          .kernels()
          .overWarps(
              KernelFile.GROUP_STORE,
              "group_store_texts",
              rows.count(),
              rows.address(),
              text.addresses(),
              offsets,
              arenaUsed,
              groups,
              words.address(),
              sizes.address(),
              arena.address());
    }
    arenaUsed += bytes;
  }

  /** Makes room for more bytes; the arena that was left behind, or null. The caller closes it. */
  private DeviceBlock reserveArena(long more) {
    if (arena != null && arenaUsed + more <= arena.bytes()) {
      return null;
    }
    DeviceBlock old = arena;
    long larger = old == null ? 0 : old.bytes() * 3 / 2;
    arena = device.heap().take(Math.max(DeviceHeap.ALIGNMENT, Math.max(arenaUsed + more, larger)));
    if (arenaUsed > 0) {
      device.stream().copy(arena.address(), old.address(), arenaUsed);
    }
    return old;
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
      long addresses = device.scratch().take(8L * count);
      long lengths = device.scratch().take(4L * count);
      long base = arena == null ? 0 : arena.address();
      over("group_gather_texts", count, list.address(), words.address(), base, addresses);
      sizes.gather(list, lengths);
      return new DeviceBytes(type, count, addresses, lengths, validity);
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
    if (!isText()) {
      words.keep(list);
      present.keep(list);
      return;
    }
    try (DeviceBlock _ = arena) {
      DeviceVec texts = gather(list);
      arena = null;
      arenaUsed = 0;
      words.close();
      sizes.close();
      present.close();
      reserve(Math.max(1, list.count()));
      store(texts, GroupList.upTo(device, list.count()), 0);
    }
  }

  void clear() {
    arenaUsed = 0;
    nulls = false;
  }

  long bytes() {
    long text = isText() ? sizes.bytes() + (arena == null ? 0 : arena.bytes()) : 0;
    return words.bytes() + present.bytes() + text;
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().inEights(KernelFile.GROUP_STORE, kernel, rows, arguments);
  }

  @Override
  public void close() {
    words.close();
    present.close();
    if (isText()) {
      sizes.close();
    }
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
