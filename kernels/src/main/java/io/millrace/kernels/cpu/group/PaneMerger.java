package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.work.CpuWorkers;
import java.util.List;

/**
 * Merges panes, or takes one out of another; partition by partition on all workers where there is
 * enough to do.
 */
final class PaneMerger {
  private final CpuWorkers workers;
  private final List<Scratch> scratch;
  private final Tuning tuning;

  PaneMerger(CpuWorkers workers, List<Scratch> scratch, Tuning tuning) {
    this.workers = workers;
    this.scratch = scratch;
    this.tuning = tuning;
  }

  /** Takes all groups of settled panes into another, which is settled afterwards. */
  void absorb(List<Pane> from, Pane into, Absorption how) {
    List<Pane> whole = from.stream().filter(pane -> !pane.isPartitioned()).toList();
    List<Pane> partitioned = from.stream().filter(Pane::isPartitioned).toList();
    for (Pane pane : whole) {
      GroupStore store = pane.stores().getFirst();
      Scratch memory = scratch.getFirst();
      int[] list = memory.list(store.size());
      int count = GroupCursor.list(store, GroupCursor.Which.ALL, list);
      into.absorb(store.source(), list, count, how, memory);
    }
    into.settle(scratch.getFirst());
    if (!partitioned.isEmpty()) {
      into.partition(0);
      into.settle(scratch.getFirst());
      absorbPartitions(partitioned, into, how);
    }
    if (how == Absorption.DEDUCT) {
      into.compact(scratch.getFirst());
    }
  }

  private void absorbPartitions(List<Pane> from, Pane into, Absorption how) {
    long groups = from.stream().mapToLong(Pane::groups).sum();
    if (groups < tuning.parallelRows()) {
      for (int p = 0; p < tuning.partitions(); p++) {
        absorbPartition(from, into, p, how, scratch.getFirst());
      }
    } else {
      workers.forEach(
          tuning.partitions(),
          (worker, p) -> absorbPartition(from, into, p, how, scratch.get(worker)));
    }
  }

  private static void absorbPartition(
      List<Pane> from, Pane into, int partition, Absorption how, Scratch memory) {
    for (Pane pane : from) {
      GroupStore store = pane.partition(partition);
      int[] list = memory.list(store.size());
      int count = GroupCursor.list(store, GroupCursor.Which.ALL, list);
      into.partition(partition).absorb(store.source(), list, 0, count, how, memory);
    }
  }
}
