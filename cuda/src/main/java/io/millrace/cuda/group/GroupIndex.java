package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups by key: dense numbers, found by hash. Slots are at most half full, counting each row in
 * hand as a group that may be new; so a search ends, and nothing grows while a kernel runs.
 *
 * <p>One key column of fixed width is compared by its words alone; several columns, and text, by a
 * stored hash first.
 */
final class GroupIndex implements AutoCloseable {
  private final CudaDevice device;
  private final List<GroupKey> keys = new ArrayList<>();
  private final GroupArray hashes;
  private final GroupSlots slots;
  private int groups;

  GroupIndex(CudaDevice device, List<DataType> types) {
    this.device = device;
    types.forEach(type -> keys.add(new GroupKey(device, type)));
    this.hashes = new GroupArray(device, Long.BYTES, 0);
    this.slots = new GroupSlots(device);
  }

  int groups() {
    return groups;
  }

  GroupSlots slots() {
    return slots;
  }

  /** A key column. */
  GroupKey key(int column) {
    return keys.get(column);
  }

  private boolean isWord() {
    return keys.size() == 1 && !keys.getFirst().isText();
  }

  /**
   * Finds the groups of some rows; keys that are new become groups. Blocks until it is known how
   * many.
   */
  GroupIds find(DeviceVec[] vecs, int rows) {
    reserveFor(rows);
    return find(vecs, rows, hashes(vecs, rows));
  }

  /** Makes room for so many rows' groups. */
  void reserveFor(int rows) {
    if (!keys.isEmpty()) {
      if (slots.grow((long) groups + rows)) {
        rebuild();
      }
      reserve(Math.max(1, groups));
    }
  }

  /**
   * The hashes of some rows' keys, in scratch memory; 0 where keys are compared without. There is
   * room for them.
   */
  long hashes(DeviceVec[] vecs, int rows) {
    if (keys.isEmpty() || isWord()) {
      return 0;
    }
    long hashes = device.scratch().take(8L * rows);
    over("group_hash", rows, describe(vecs), keys.size(), hashes);
    return hashes;
  }

  /** As {@link #find(DeviceVec[], int)}, with hashes that are there, and there is room. */
  GroupIds find(DeviceVec[] vecs, int rows, long hashed) {
    long ids = device.scratch().take(4L * rows);
    if (keys.isEmpty()) {
      device.stream().fill(ids, (byte) 0, 4L * rows);
      groups = 1;
      return GroupIds.ofWords(device, rows, groups, ids);
    }
    Search search = Search.of(device, rows, ids);
    if (isWord()) {
      findWords(vecs[0], search);
    } else {
      findHashed(vecs, hashed, search);
    }
    GroupList added = search.added(device);
    if (added.count() > 0) {
      add(vecs, hashed, search, added);
    }
    return GroupIds.ofWords(device, rows, groups, ids);
  }

  /** Whether groups are spread over slots by a hash of all their keys. */
  boolean isSpread() {
    return !keys.isEmpty() && !(isWord() && keys.getFirst().form() == Form.BIT);
  }

  /**
   * Rows in the order of the slots where the search for them begins, as far as these lie in
   * different ones of {@code parts}, a power of two, and not more than there are slots.
   */
  RowOrder order(DeviceVec[] vecs, int rows, long hashed, int parts) {
    int shift = Integer.numberOfTrailingZeros(slots.count() / parts);
    RowOrder.Parts stretches = new RowOrder.Parts(parts, slots.mask(), shift);
    return isWord()
        ? RowOrder.byWord(device, keys.getFirst().form(), vecs[0], rows, stretches)
        : RowOrder.byHash(device, hashed, rows, stretches);
  }

  /**
   * The groups of rows whose keys are all known, where groups are few and the key is one word; null
   * if that is not so. Blocks until it is known.
   */
  GroupIds findKnown(DeviceVec[] vecs, int rows) {
    if (!isWord() || groups == 0 || groups > GroupIds.FEW || rows < groups) {
      return null;
    }
    GroupKey key = keys.getFirst();
    long ids = device.scratch().take(rows);
    long missed = device.scratch().take(Integer.BYTES);
    device.stream().fill(missed, (byte) 0, Integer.BYTES);
    device
        .kernels()
        .overTiles(
            KernelFile.GROUP_FEW,
            kernel("group_few_"),
            rows,
            Form.values(vecs[0]),
            vecs[0].validity(),
            groups,
            key.words().address(),
            key.present().address(),
            ids,
            missed);
    device.downloads().begin(Integer.BYTES, 1);
    long at = device.downloads().add(missed, Integer.BYTES);
    device.downloads().await();
    return Raw.getInt(at) == 0 ? GroupIds.ofBytes(device, rows, groups, ids) : null;
  }

  private String kernel(String family) {
    return switch (keys.getFirst().form()) {
      case DOUBLE -> family + "double";
      case BIT -> family + "bit";
      default -> family + "word";
    };
  }

  /** Where a search puts what it finds, all in scratch memory. */
  private record Search(int rows, long ids, long claims, long newRows, long newSlots, long fresh) {
    static Search of(CudaDevice device, int rows, long ids) {
      long claims = device.scratch().take(8);
      device.stream().fill(claims, (byte) 0, 8);
      return new Search(
          rows,
          ids,
          claims,
          device.scratch().take(4L * rows),
          device.scratch().take(4L * rows),
          device.scratch().take(4L * rows));
    }

    /** The rows that claimed a slot. */
    GroupList added(CudaDevice device) {
      device.downloads().begin(8, 1);
      long at = device.downloads().add(claims, 8);
      device.downloads().await();
      if (Raw.getInt(at + 4) != 0) {
        throw new InternalException(
            "A group table has a free slot for each row: rows=" + rows + ".");
      }
      return new GroupList(newRows, Raw.getInt(at));
    }
  }

  private void findWords(DeviceVec vec, Search search) {
    GroupKey key = keys.getFirst();
    over(
        kernel("group_find_"),
        search.rows(),
        Form.values(vec),
        vec.validity(),
        key.words().address(),
        slots.address(),
        slots.mask(),
        groups,
        search.ids(),
        search.claims(),
        search.newRows(),
        search.newSlots(),
        search.fresh());
  }

  private void findHashed(DeviceVec[] vecs, long hashed, Search search) {
    over(
        "group_find",
        search.rows(),
        hashed,
        describe(vecs),
        keys.size(),
        hashes.address(),
        slots.address(),
        slots.mask(),
        groups,
        search.ids(),
        search.claims(),
        search.newRows(),
        search.newSlots(),
        search.fresh());
  }

  private long describe(DeviceVec[] vecs) {
    long[] fields = new long[GroupKey.FIELDS * keys.size()];
    for (int i = 0; i < keys.size(); i++) {
      keys.get(i).describe(vecs[i], fields, GroupKey.FIELDS * i);
    }
    long to = device.scratch().take(8L * fields.length);
    device.uploads().begin(to);
    device.uploads().put(MemorySegment.ofArray(fields));
    device.uploads().finish();
    return to;
  }

  private void add(DeviceVec[] vecs, long hashed, Search search, GroupList added) {
    reserve(groups + added.count());
    over(
        "group_publish",
        added.count(),
        added.address(),
        search.newSlots(),
        groups,
        hashed,
        slots.address(),
        isWord() ? 0 : hashes.address());
    for (int i = 0; i < keys.size(); i++) {
      keys.get(i).store(vecs[i], added, groups);
    }
    over("group_resolve", search.rows(), search.fresh(), search.ids());
    groups += added.count();
  }

  private void reserve(int more) {
    keys.forEach(key -> key.reserve(more));
    if (!isWord()) {
      hashes.reserve(more);
    }
  }

  /** All groups into fresh slots. */
  private void rebuild() {
    slots.renew();
    if (groups > 0) {
      over(
          "group_rebuild",
          groups,
          isWord() ? 0 : hashes.address(),
          keys.getFirst().words().address(),
          keys.getFirst().present().address(),
          slots.address(),
          slots.mask());
    }
  }

  /** The keys of a list of groups, in scratch memory. */
  List<DeviceVec> gather(GroupList list) {
    List<DeviceVec> vecs = new ArrayList<>();
    keys.forEach(key -> vecs.add(key.gather(list)));
    return vecs;
  }

  /** Puts a column before the others, in which all groups so far have 0. */
  void lead(DataType type) {
    GroupKey leading = new GroupKey(device, type);
    keys.addFirst(leading);
    leading.reserve(Math.max(1, groups));
    if (groups > 0) {
      device.stream().fill(leading.present().address(), (byte) 1, groups);
    }
    rehash();
  }

  private void rehash() {
    if (groups > 0) {
      if (!isWord()) {
        hashes.reserve(groups);
        DeviceVec[] all = gather(GroupList.upTo(device, groups)).toArray(DeviceVec[]::new);
        over("group_hash", groups, describe(all), keys.size(), hashes.address());
      }
      slots.grow(groups);
      rebuild();
    }
  }

  /** Keeps only the groups of a list, which are numbered in its order from then on. */
  void keep(GroupList list) {
    keys.forEach(key -> key.keep(list));
    if (!isWord()) {
      hashes.keep(list);
    }
    groups = list.count();
    if (!keys.isEmpty()) {
      rebuild();
    }
  }

  /** Forgets all groups. */
  void clear() {
    keys.forEach(GroupKey::clear);
    groups = 0;
    slots.clear();
  }

  long bytes() {
    return keys.stream().mapToLong(GroupKey::bytes).sum() + hashes.bytes() + slots.bytes();
  }

  private void over(String kernel, int rows, long... arguments) {
    device.kernels().inEights(KernelFile.GROUP_FIND, kernel, rows, arguments);
  }

  @Override
  public void close() {
    keys.forEach(GroupKey::close);
    hashes.close();
    slots.close();
  }
}
