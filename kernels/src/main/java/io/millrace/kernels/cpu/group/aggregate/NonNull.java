package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/**
 * How many inputs of each group were not null. Nothing is kept as long as no input was: then that
 * is the group's rows, which {@code COUNT_ALL} knows where it is computed, and elsewhere any
 * positive number does.
 */
final class NonNull {
  private final Counts rows;
  private long[] counts;
  private int capacity;

  /** Counts beside the table's {@code COUNT_ALL}, null if it has none. */
  NonNull(Counts rows) {
    this.rows = rows;
  }

  boolean isTracked() {
    return counts != null;
  }

  void reserve(int groups) {
    if (groups > capacity) {
      capacity = Capacity.next(groups);
      if (counts != null) {
        counts = Arrays.copyOf(counts, capacity);
      }
    }
  }

  /** Begins to count; the groups before had no null. */
  void admit(int groups, byte[] presence) {
    if (counts != null) {
      return;
    }
    counts = new long[capacity];
    for (int group = 0; group < Math.min(groups, capacity); group++) {
      counts[group] = rows != null ? rows.of(group) : presence == null ? 1 : presence[group];
    }
  }

  /** The inputs of a group that were not null; where only "some" is known, 1. */
  long of(int group) {
    if (counts != null) {
      return counts[group];
    }
    return rows != null ? rows.of(group) : 1;
  }

  /** Takes in rows without nulls. */
  void update(int[] groups, int count) {
    if (counts != null) {
      countAll(counts, groups, count);
    }
  }

  private static void countAll(long[] counts, int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      counts[groups[i]]++;
    }
  }

  /** Takes in rows with nulls. */
  void update(int[] groups, int count, long[] validity) {
    Counts.count(counts, groups, count, validity);
  }

  void merge(NonNull from, int[] source, int[] target, int count) {
    add(from, source, target, count, 1);
  }

  void deduct(NonNull from, int[] source, int[] target, int count) {
    add(from, source, target, count, -1);
  }

  private void add(NonNull from, int[] source, int[] target, int count, int sign) {
    if (counts != null) {
      for (int i = 0; i < count; i++) {
        counts[target[i]] += sign * from.of(source[i]);
      }
    }
  }

  /** Adds an imported count. */
  void add(int group, long count) {
    counts[group] += count;
  }

  /** Forgets the counts again if they say no more than the rows do. */
  void dropIfRedundant(int groups, boolean exact) {
    if (counts == null) {
      return;
    }
    for (int group = 0; group < groups; group++) {
      boolean same = (exact && rows != null) ? counts[group] == rows.of(group) : counts[group] > 0;
      if (!same) {
        return;
      }
    }
    counts = null;
  }

  /** Makes the rows of groups without input null. */
  void mark(int[] groups, int at, int count, ValueBuffer to) {
    if (counts != null) {
      for (int i = 0; i < count; i++) {
        if (counts[groups[at + i]] <= 0) {
          to.setNull(i);
        }
      }
    }
  }

  void read(int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    for (int i = 0; i < count; i++) {
      words[i] = of(groups[at + i]);
    }
  }

  void clear() {
    counts = null;
  }

  void clearGroup(int group) {
    if (counts != null) {
      counts[group] = 0;
    }
  }

  long bytes() {
    return counts == null ? 0 : counts.length * 8L;
  }

  /** A row's bits all set if it is valid, else all clear. */
  static long mask(long[] validity, int row) {
    return -Cells.bit(validity, row);
  }
}
