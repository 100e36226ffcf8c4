package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.PrefixSums;
import io.millrace.cuda.memory.DeviceBlock;
import io.millrace.cuda.memory.DeviceHeap;
import io.millrace.cuda.vec.DeviceBytes;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;

/**
 * A text for each group: its place and size, and the bytes in an arena. Texts may be replaced; what
 * they leave behind is waste until the arena is full, and is left out of the next one.
 */
final class GroupTexts implements AutoCloseable {
  private final CudaDevice device;
  private final DataType type;
  private final GroupArray words;
  private final GroupArray sizes;
  private DeviceBlock arena;
  private long used;
  private boolean waste;

  /** No group has a text; all are empty. */
  GroupTexts(CudaDevice device, DataType type) {
    this.device = device;
    this.type = type;
    this.words = new GroupArray(device, Long.BYTES, 0);
    this.sizes = new GroupArray(device, Integer.BYTES, 0);
  }

  /** Where each group's text begins in the arena, 64 bits each. */
  GroupArray words() {
    return words;
  }

  /** How long each group's text is, 32 bits each. */
  GroupArray sizes() {
    return sizes;
  }

  /** Where the bytes lie; 0 as long as there is none. */
  long arena() {
    return arena == null ? 0 : arena.address();
  }

  void reserve(int groups) {
    words.reserve(groups);
    sizes.reserve(groups);
  }

  /** Gives groups from {@code groups} on, which have none yet, the texts of rows. Blocks. */
  void append(DeviceBytes texts, GroupList rows, long lengths, int groups) {
    long offsets = offsets(lengths, rows.count());
    device.downloads().begin(Long.BYTES, 1);
    long total = device.downloads().add(offsets + 8L * rows.count(), Long.BYTES);
    device.downloads().await();
    store(texts, rows, lengths, offsets, Raw.getLong(total), new Target(0, groups, groups, 0));
  }

  /**
   * Gives the groups of a list the texts of rows, in place of those that they had. Blocks.
   *
   * @param most how many there are at most; {@code count} is where their number lies
   * @param rows the rows of each, and {@code lengths} those of their texts, 0 past their number
   * @param present where bytes are set for groups that have a text
   * @param groups how many groups there are
   */
  void replace(
      DeviceBytes texts,
      int most,
      long count,
      long rows,
      long lengths,
      long list,
      long present,
      int groups) {
    long offsets = offsets(lengths, most);
    device.downloads().begin(Long.BYTES + Integer.BYTES, 2);
    long total = device.downloads().add(offsets + 8L * most, Long.BYTES);
    long number = device.downloads().add(count, Integer.BYTES);
    device.downloads().await();
    GroupList won = new GroupList(rows, Raw.getInt(number));
    Target target = new Target(list, 0, groups, present);
    store(texts, won, lengths, offsets, Raw.getLong(total), target);
    waste = true;
  }

  private long offsets(long lengths, int count) {
    return PrefixSums.of32(device.kernels(), device.scratch(), lengths, count);
  }

  /** The groups of a list, or from {@code from} on; {@code groups} have a text before. */
  private record Target(long list, int from, int groups, long present) {}

  private void store(
      DeviceBytes texts, GroupList rows, long lengths, long offsets, long bytes, Target target) {
    DeviceBlock before = arena;
    try {
      makeRoom(bytes, target.groups());
      copy(texts, rows, lengths, offsets, target);
    } finally {
      // Not earlier: the texts may lie in this very arena, as those of another pane do.
      if (before != null && before != arena) {
        before.close();
      }
    }
    used += bytes;
  }

  private void copy(DeviceBytes texts, GroupList rows, long lengths, long offsets, Target target) {
    device
        .kernels()
        .overWarps(
            KernelFile.GROUP_STORE,
            "group_store_texts",
            rows.count(),
            rows.address(),
            texts.addresses(),
            lengths,
            offsets,
            used,
            target.list(),
            target.from(),
            words.address(),
            sizes.address(),
            target.present(),
            arena.address());
  }

  /** Makes room for more bytes. An arena that is left behind is the caller's to close. */
  private void makeRoom(long more, int groups) {
    if (arena != null && used + more <= arena.bytes()) {
      return;
    }
    if (waste) {
      rebuild(GroupList.upTo(device, groups), more);
      return;
    }
    DeviceBlock old = arena;
    long larger = old == null ? 0 : old.bytes() * 3 / 2;
    arena = device.heap().take(Math.max(DeviceHeap.ALIGNMENT, Math.max(used + more, larger)));
    if (used > 0) {
      device.stream().copy(arena.address(), old.address(), used);
    }
  }

  /** The texts of a list of groups into a fresh arena with room for more; the old one stays. */
  private void rebuild(GroupList list, long more) {
    DeviceBytes kept = gather(list, 0);
    long offsets = offsets(kept.lengths(), list.count());
    device.downloads().begin(Long.BYTES, 1);
    long total = device.downloads().add(offsets + 8L * list.count(), Long.BYTES);
    device.downloads().await();
    long live = Raw.getLong(total);
    words.close();
    sizes.close();
    reserve(Math.max(1, list.count()));
    arena = device.heap().take(Math.max(DeviceHeap.ALIGNMENT, live + Math.max(more, live / 2)));
    used = 0;
    waste = false;
    GroupList all = GroupList.upTo(device, list.count());
    copy(kept, all, kept.lengths(), offsets, new Target(0, 0, 0, 0));
    used = live;
  }

  /** The texts of a list of groups, in scratch memory but for their bytes. */
  DeviceBytes gather(GroupList list, long validity) {
    int count = list.count();
    long addresses = device.scratch().take(8L * count);
    long lengths = device.scratch().take(4L * count);
    device
        .kernels()
        .inEights(
            KernelFile.GROUP_STORE,
            "group_gather_texts",
            count,
            list.address(),
            words.address(),
            arena(),
            addresses);
    sizes.gather(list, lengths);
    return new DeviceBytes(type, count, addresses, lengths, validity);
  }

  /** Keeps only the groups of a list, in its order. */
  void keep(GroupList list) {
    try (DeviceBlock _ = arena) {
      rebuild(list, 0);
    }
  }

  /** Forgets all texts. */
  void clear() {
    words.clear();
    sizes.clear();
    used = 0;
    waste = false;
  }

  long bytes() {
    return words.bytes() + sizes.bytes() + (arena == null ? 0 : arena.bytes());
  }

  @Override
  public void close() {
    words.close();
    sizes.close();
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
