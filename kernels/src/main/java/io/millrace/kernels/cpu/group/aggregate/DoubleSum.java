package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/** {@code SUM} of floating point numbers, in the order of arrival. */
final class DoubleSum extends Accumulator {
  private final NonNull nonNull;
  private double[] sums = new double[0];

  DoubleSum(Counts rows) {
    this.nonNull = new NonNull(rows);
  }

  @Override
  public Encoding input() {
    return Encoding.DOUBLES;
  }

  @Override
  public void reserve(int groups) {
    nonNull.reserve(groups);
    if (groups > sums.length) {
      sums = Arrays.copyOf(sums, Capacity.next(groups));
    }
  }

  @Override
  public void admitNulls(int groups, byte[] presence) {
    nonNull.admit(groups, presence);
  }

  @Override
  public void admitNullsOf(Accumulator other, int groups) {
    if (((DoubleSum) other).nonNull.isTracked()) {
      nonNull.admit(groups, null);
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    if (input.mayHaveNulls()) {
      sum(sums, groups, rows, input.doubles(), input.validity());
      nonNull.update(groups, rows, input.validity());
    } else {
      sum(sums, groups, rows, input.doubles());
      nonNull.update(groups, rows);
    }
  }

  private static void sum(double[] sums, int[] groups, int rows, double[] values) {
    for (int i = 0; i < rows; i++) {
      sums[groups[i]] += values[i];
    }
  }

  private static void sum(double[] sums, int[] groups, int rows, double[] values, long[] validity) {
    for (int i = 0; i < rows; i++) {
      sums[groups[i]] += Cells.bit(validity, i) != 0 ? values[i] : 0.0;
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    add(((DoubleSum) from).sums, source, sums, target, count, 1.0);
    nonNull.merge(((DoubleSum) from).nonNull, source, target, count);
  }

  @Override
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    add(((DoubleSum) from).sums, source, sums, target, count, -1.0);
    nonNull.deduct(((DoubleSum) from).nonNull, source, target, count);
  }

  static void add(double[] from, int[] source, double[] to, int[] target, int count, double sign) {
    for (int i = 0; i < count; i++) {
      to[target[i]] += sign * from[source[i]];
    }
  }

  @Override
  public void clear(int groups) {
    Arrays.fill(sums, 0, Math.min(groups, sums.length), 0);
    nonNull.clear();
  }

  @Override
  public void clearGroup(int group) {
    sums[group] = 0;
    nonNull.clearGroup(group);
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    if (part == 0) {
      finish(groups, at, count, to);
    } else {
      nonNull.read(groups, at, count, to);
    }
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      if (parts[0].isValid(i)) {
        sums[groups[i]] += Double.longBitsToDouble(parts[0].words()[i]);
        nonNull.add(groups[i], parts[1].words()[i]);
      }
    }
  }

  @Override
  public void imported(int groups) {
    nonNull.dropIfRedundant(groups, true);
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    Longs.gather(sums, groups, at, count, to.begin().words());
    nonNull.mark(groups, at, count, to);
  }

  @Override
  public long bytes() {
    return sums.length * 8L + nonNull.bytes();
  }
}
