package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.load.Literals;
import io.millrace.cuda.vec.DeviceLongs;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The groups of all panes in one index: from the first pane that is not 0 on, the pane is a leading
 * key. So rows of many panes cost no more than rows of one, and a pane is given up by moving the
 * others together.
 *
 * <p>Vectors that this gives lie in scratch memory or here, and are of use until the next change.
 */
final class DeviceGroups implements AutoCloseable {
  /** Rows that are searched for at once at least; slots are made for as many new groups. */
  private static final int SLICE = 1 << 18;

  private static final int FIRST_SLICE = 1 << 12;

  private final CudaDevice device;
  private final GroupIndex index;
  private final GroupStates states;
  private final Touched touched;
  private final TableParts parts;
  private boolean paned;

  DeviceGroups(CudaDevice device, GroupSpec spec) {
    this.device = device;
    this.index = new GroupIndex(device, spec.keys().stream().map(GroupSpec.Key::type).toList());
    this.states = new GroupStates(device, spec);
    this.touched = new Touched(device);
    this.parts = new TableParts(device);
  }

  int count() {
    return index.groups();
  }

  /** The pane of each group, or null as long as all are in pane 0. */
  DeviceLongs panes() {
    return paned
        ? new DeviceLongs(DataType.INT64, count(), index.key(0).words().address(), 0)
        : null;
  }

  /** Takes in rows; {@code panes} null puts them into pane 0. */
  void update(DeviceVec panes, DeviceVec[] keys, DeviceVec[] inputs, int rows, long sequence) {
    DeviceVec[] all = keys(panes, keys, rows);
    Rows left = new Rows(rows, all, inputs, 0, Sequence.upFrom(sequence), false);
    boolean known = true;
    while (left.count() > 0) {
      Rows now = left;
      GroupIds ids = known ? index.findKnown(now.keys(), now.count()) : null;
      if (ids == null && CodedRows.are(left)) {
        ids = CodedRows.find(device, index, left);
      } else if (ids == null) {
        int before = count();
        known = before == 0;
        int most = Math.min(mostRows(), left.count());
        index.reserveFor(most);
        left = ordered(left);
        now = left.slice(0, most);
        long hashes = now.hashes() == 0 ? index.hashes(now.keys(), most) : now.hashes();
        ids = index.find(now.keys(), most, hashes);
        parts.added(ids.groups() - before, left.ordered());
      }
      states.update(ids, now.inputs(), now.sequence());
      touched.touch(ids);
      left = left.from(now.count());
    }
  }

  /** Rows in the order of the table's parts, if that pays. */
  private Rows ordered(Rows rows) {
    int count = rows.ordered() || !index.isSpread() ? 1 : parts.count(bytes(), count(), rows);
    if (count == 1) {
      return rows;
    }
    if (parts.areMixed(count(), index.slots().count())) {
      GroupList list = index.slots().groups();
      index.keep(list);
      states.keep(list);
      touched.keep(list);
      parts.sorted(list.count(), index.slots().count());
    }
    int most = Math.min(count, index.slots().count());
    long hashes = index.hashes(rows.keys(), rows.count());
    return rows.hashed(hashes).in(index.order(rows.keys(), rows.count(), hashes, most));
  }

  /**
   * Rows to search for at once: a few while there is no group, to learn whether there will be many;
   * then as many as there are groups, so that slots stay in proportion.
   */
  private int mostRows() {
    return count() == 0 ? FIRST_SLICE : Math.max(SLICE, count() & -64);
  }

  /** Takes partial states into a pane, or with a sign of -1 out of it. */
  void absorb(long pane, DeviceVec[] keys, List<DeviceVec> parts, int rows, int sign) {
    DeviceVec panes = pane == 0 ? null : pane(pane, rows);
    GroupIds ids = index.find(keys(panes, keys, rows), rows);
    states.absorb(ids, parts, sign);
    touched.touch(ids);
  }

  /** What {@link #absorb} would refuse. */
  void check(List<DeviceVec> parts) {
    states.check(parts);
  }

  private DeviceVec pane(long number, int rows) {
    return new Literals(device).of(DataType.INT64, number, rows);
  }

  private DeviceVec[] keys(DeviceVec panes, DeviceVec[] keys, int rows) {
    if (panes != null && !paned) {
      index.lead(DataType.INT64);
      paned = true;
    }
    if (!paned) {
      return keys;
    }
    List<DeviceVec> all = new ArrayList<>(Arrays.asList(keys));
    all.addFirst(panes == null ? pane(0, rows) : panes);
    return all.toArray(DeviceVec[]::new);
  }

  /** A pane's groups, or only those that were touched. Blocks. */
  GroupList list(long pane, boolean onlyTouched) {
    if (count() == 0 || (!paned && pane != 0)) {
      return new GroupList(0, 0);
    }
    long epochs = onlyTouched ? touched.epochs() : 0;
    if (!paned && epochs == 0) {
      return GroupList.upTo(device, count());
    }
    long flags = flags();
    long panes = paned ? panes().values() : 0;
    over("group_pick", count(), panes, pane, epochs, touched.epoch(), flags);
    return GroupList.flagged(device, flags, count());
  }

  private long flags() {
    return device.scratch().take(4L * count());
  }

  /** The keys of some groups, without their pane. */
  List<DeviceVec> keys(GroupList list) {
    List<DeviceVec> keys = index.gather(list);
    return paned ? keys.subList(1, keys.size()) : keys;
  }

  /** Their finished aggregates. */
  List<DeviceVec> finish(GroupList list) {
    return states.finish(list);
  }

  /** Their state columns. */
  List<DeviceVec> parts(GroupList list) {
    return states.parts(list);
  }

  void clearTouched() {
    touched.clear(count());
  }

  /** Removes panes, and if asked for groups without a row. */
  void drop(Collection<Long> panes, boolean empty) {
    if (count() == 0 || (!paned && !empty && !panes.contains(0L))) {
      return;
    }
    if (!paned && panes.contains(0L)) {
      clear();
      return;
    }
    long flags = flags();
    if (empty) {
      over("group_drop_empty", count(), states.rows().address(), flags);
    } else {
      over("group_pick", count(), 0, 0, 0, 0, flags);
    }
    for (long pane : paned ? panes : List.<Long>of()) {
      over("group_drop_pane", count(), panes().values(), pane, flags);
    }
    keep(GroupList.flagged(device, flags, count()));
  }

  private void keep(GroupList list) {
    if (list.count() == 0) {
      clear();
    } else if (list.count() < count()) {
      index.keep(list);
      states.keep(list);
      touched.keep(list);
      parts.kept(list.count());
    }
  }

  private void clear() {
    parts.kept(0);
    index.clear();
    states.clear();
  }

  long bytes() {
    return index.bytes() + states.bytes() + touched.bytes();
  }

  private void over(String kernel, int groups, long... arguments) {
    device.kernels().overRows(KernelFile.GROUP_LIST, kernel, groups, arguments);
  }

  @Override
  public void close() {
    index.close();
    states.close();
    touched.close();
  }
}
