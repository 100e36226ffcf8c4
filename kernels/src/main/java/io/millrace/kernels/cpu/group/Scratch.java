package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.KeyChunks;
import io.millrace.kernels.group.GroupSpec;
import java.util.List;
import java.util.stream.Stream;

/** One worker's scratch memory for work on group tables. */
final class Scratch {
  final KeyChunks keys;
  final ValueBuffer values = new ValueBuffer();
  final int[] source = new int[Cells.CHUNK];
  final long[] hashes = new long[Cells.CHUNK];
  private int[] groups = new int[0];
  private int[] list = new int[0];
  private int[] sorted = new int[0];

  Scratch(GroupSpec spec) {
    this.keys = new KeyChunks(spec.keys().stream().map(GroupSpec.Key::type).toList());
  }

  static List<Scratch> forWorkers(GroupSpec spec, int workers) {
    return Stream.generate(() -> new Scratch(spec)).limit(workers).toList();
  }

  /** Group numbers of a chunk's rows. */
  int[] groups(int rows) {
    if (groups.length < rows) {
      groups = new int[Math.max(rows, Cells.CHUNK)];
    }
    return groups;
  }

  /** Group numbers of a whole table. */
  int[] list(int count) {
    if (list.length < count) {
      list = new int[count + (count >> 1)];
    }
    return list;
  }

  /** As {@link #list}, in the order of partitions. */
  int[] sorted(int count) {
    if (sorted.length < count) {
      sorted = new int[count + (count >> 1)];
    }
    return sorted;
  }

  long bytes() {
    return (groups.length + list.length + sorted.length + source.length) * 4L + hashes.length * 8L;
  }
}
