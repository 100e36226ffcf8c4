package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/** {@code COUNT_ALL} and {@code COUNT}. */
public final class Counts extends Accumulator {
  private long[] counts = new long[0];

  /** The counts by group; the array changes when groups are reserved. */
  long[] counts() {
    return counts;
  }

  /** Groups among the first {@code groups} that count no row. */
  public int empty(int groups) {
    int empty = 0;
    for (int group = 0; group < groups; group++) {
      empty += counts[group] == 0 ? 1 : 0;
    }
    return empty;
  }

  /** Rows of a group. */
  public long of(int group) {
    return counts[group];
  }

  @Override
  public Encoding input() {
    return Encoding.NULLS;
  }

  @Override
  public void reserve(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Capacity.next(groups));
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    if (input == null || !input.mayHaveNulls()) {
      count(counts, groups, rows);
    } else {
      count(counts, groups, rows, input.validity());
    }
  }

  private static void count(long[] counts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      counts[groups[i]]++;
    }
  }

  static void count(long[] counts, int[] groups, int rows, long[] validity) {
    for (int i = 0; i < rows; i++) {
      counts[groups[i]] += Cells.bit(validity, i);
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    Longs.add(((Counts) from).counts, source, counts, target, count);
  }

  @Override
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    Longs.subtract(((Counts) from).counts, source, counts, target, count);
  }

  @Override
  public void clear(int groups) {
    Arrays.fill(counts, 0, Math.min(groups, counts.length), 0);
  }

  @Override
  public void clearGroup(int group) {
    counts[group] = 0;
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    Longs.gather(counts, groups, at, count, to.begin().words());
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      counts[groups[i]] += parts[0].isValid(i) ? parts[0].words()[i] : 0;
    }
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    Longs.gather(counts, groups, at, count, to.begin().words());
  }

  @Override
  public long bytes() {
    return counts.length * 8L;
  }
}
