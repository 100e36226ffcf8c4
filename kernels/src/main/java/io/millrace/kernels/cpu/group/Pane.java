package io.millrace.kernels.cpu.group;

import io.millrace.kernels.group.GroupSpec;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One pane's groups: in one store while they are few, in a store for each partition of the hash
 * once they are many. Between seals of a query both may hold groups; {@link #settle} moves all to
 * where they belong.
 */
final class Pane implements AutoCloseable {
  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private final Tuning tuning;
  private final GroupStore whole;
  private volatile GroupStore[] partitions;
  private GroupStore[] spare;
  private boolean tracksTouched;

  Pane(GroupSpec spec, BufferAllocator allocator, Tuning tuning) {
    this.spec = spec;
    this.allocator = allocator;
    this.tuning = tuning;
    this.whole = new GroupStore(spec, allocator);
  }

  boolean isPartitioned() {
    return partitions != null;
  }

  /** The stores that hold the groups, once settled. */
  List<GroupStore> stores() {
    return partitions == null ? List.of(whole) : List.of(partitions);
  }

  /** One partition's store; the pane becomes partitioned. May be called by many writers. */
  GroupStore partition(int partition) {
    GroupStore[] stores = partitions;
    return (stores == null ? makePartitions() : stores)[partition];
  }

  private synchronized GroupStore[] makePartitions() {
    if (partitions != null) {
      return partitions;
    }
    GroupStore[] stores = spare;
    if (stores == null) {
      stores = new GroupStore[tuning.partitions()];
      for (int i = 0; i < stores.length; i++) {
        stores[i] = new GroupStore(spec, allocator);
      }
    }
    spare = null;
    if (tracksTouched) {
      for (GroupStore store : stores) {
        store.touched().clear();
      }
    }
    partitions = stores;
    return stores;
  }

  /** Splits the pane if it has grown, and moves what came before it was partitioned. */
  void settle(Scratch scratch) {
    if (partitions == null && whole.size() > tuning.splitGroups()) {
      makePartitions();
    }
    if (partitions != null && whole.size() > 0) {
      move(GroupCursor.Which.UNTOUCHED, Absorption.MOVE, scratch);
      move(GroupCursor.Which.TOUCHED, Absorption.MERGE, scratch);
      whole.clear();
      if (tracksTouched) {
        whole.touched().clear();
      }
    }
  }

  private void move(GroupCursor.Which which, Absorption how, Scratch scratch) {
    int[] list = scratch.list(whole.size());
    int count = GroupCursor.list(whole, which, list);
    absorb(whole.source(), list, count, how, scratch);
  }

  /**
   * Merges, or deducts, the first {@code count} groups of a list. May be called by many writers.
   */
  void absorb(StateSource from, int[] list, int count, Absorption how, Scratch scratch) {
    if (partitions == null) {
      whole.absorb(from, list, 0, count, how, scratch);
      return;
    }
    int[] ends = new int[tuning.partitions()];
    int[] sorted = PartitionSort.sort(from.keys(), list, count, tuning, ends, scratch);
    int begin = 0;
    for (int p = 0; p < ends.length; p++) {
      if (ends[p] > begin) {
        partitions[p].absorb(from, sorted, begin, ends[p] - begin, how, scratch);
      }
      begin = ends[p];
    }
  }

  /** Gives back the room of groups that were deducted away, where they are most. */
  void compact(Scratch scratch) {
    for (GroupStore store : stores()) {
      store.compact(scratch);
    }
  }

  long groups() {
    long groups = 0;
    for (GroupStore store : stores()) {
      groups += store.groups();
    }
    return groups;
  }

  void clearTouched() {
    tracksTouched = true;
    whole.touched().clear();
    if (partitions != null) {
      for (GroupStore store : partitions) {
        store.touched().clear();
      }
    }
  }

  /** Forgets all groups; memory is kept for about as many again. */
  void clear() {
    whole.clear();
    if (partitions != null) {
      spare = partitions;
      partitions = null;
      for (GroupStore store : spare) {
        store.clear();
      }
    }
    tracksTouched = false;
  }

  long bytes() {
    long bytes = whole.bytes();
    GroupStore[] others = partitions != null ? partitions : spare;
    if (others != null) {
      for (GroupStore store : others) {
        bytes += store.bytes();
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    whole.close();
    GroupStore[] others = partitions != null ? partitions : spare;
    if (others != null) {
      for (GroupStore store : others) {
        store.close();
      }
    }
  }
}
