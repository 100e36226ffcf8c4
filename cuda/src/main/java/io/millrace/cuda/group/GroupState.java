package io.millrace.cuda.group;

import io.millrace.cuda.vec.DeviceVec;
import java.util.List;

/** One aggregate's state for all groups, as arrays by group number. */
interface GroupState extends AutoCloseable {
  /** Makes room for so many groups; new ones have seen nothing. */
  void reserve(int groups);

  /**
   * Takes in rows.
   *
   * @param input null for {@code COUNT_ALL}
   * @param sequence the rows' places in the stream
   */
  void update(GroupIds ids, DeviceVec input, Sequence sequence);

  /** Takes in partial states, the columns that {@link #parts} gives. */
  void absorb(Partials partials, List<DeviceVec> parts);

  /** The finished values of some groups, in scratch memory. */
  DeviceVec finish(GroupList list);

  /** The state of some groups, as {@code docs/state.md} lists its parts, in scratch memory. */
  List<DeviceVec> parts(GroupList list);

  /** Keeps only the groups of a list, which are numbered in its order from then on. */
  void keep(GroupList list);

  /** Forgets what all groups have seen. */
  void clear();

  /** Bytes on the device. */
  long bytes();

  @Override
  void close();
}
