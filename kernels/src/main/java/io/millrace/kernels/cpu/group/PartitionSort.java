package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.key.KeyIndex;

/** Sorts groups by the partition of their hash. */
final class PartitionSort {
  private PartitionSort() {}

  /**
   * The first {@code count} groups of a list in the order of partitions.
   *
   * @param ends receives where each partition's groups end
   * @return the sorted list, in scratch memory
   */
  static int[] sort(
      KeyIndex keys, int[] list, int count, Tuning tuning, int[] ends, Scratch scratch) {
    int[] sorted = scratch.sorted(count);
    int[] places = new int[count];
    for (int at = 0; at < count; at += Cells.CHUNK) {
      int rows = Math.min(Cells.CHUNK, count - at);
      keys.hashes(list, at, rows, scratch.hashes);
      for (int i = 0; i < rows; i++) {
        places[at + i] = tuning.partition(scratch.hashes[i]);
        ends[places[at + i]]++;
      }
    }
    int begin = 0;
    for (int p = 0; p < ends.length; p++) {
      int size = ends[p];
      ends[p] = begin;
      begin += size;
    }
    for (int i = 0; i < count; i++) {
      sorted[ends[places[i]]++] = list[i];
    }
    return sorted;
  }
}
