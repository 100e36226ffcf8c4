package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/** {@code MEAN}: count and sum. */
final class Mean extends Accumulator {
  private long[] counts = new long[0];
  private double[] sums = new double[0];

  @Override
  public Encoding input() {
    return Encoding.DOUBLES;
  }

  @Override
  public void reserve(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Capacity.next(groups));
      sums = Arrays.copyOf(sums, counts.length);
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    if (input.mayHaveNulls()) {
      update(counts, sums, groups, rows, input.doubles(), input.validity());
    } else {
      update(counts, sums, groups, rows, input.doubles());
    }
  }

  private static void update(
      long[] counts, double[] sums, int[] groups, int rows, double[] values) {
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      counts[group]++;
      sums[group] += values[i];
    }
  }

  private static void update(
      long[] counts, double[] sums, int[] groups, int rows, double[] values, long[] validity) {
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      long valid = Cells.bit(validity, i);
      counts[group] += valid;
      sums[group] += valid != 0 ? values[i] : 0.0;
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    Longs.add(((Mean) from).counts, source, counts, target, count);
    DoubleSum.add(((Mean) from).sums, source, sums, target, count, 1.0);
  }

  @Override
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    Longs.subtract(((Mean) from).counts, source, counts, target, count);
    DoubleSum.add(((Mean) from).sums, source, sums, target, count, -1.0);
  }

  @Override
  public void clear(int groups) {
    int used = Math.min(groups, counts.length);
    Arrays.fill(counts, 0, used, 0);
    Arrays.fill(sums, 0, used, 0);
  }

  @Override
  public void clearGroup(int group) {
    counts[group] = 0;
    sums[group] = 0;
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    if (part == 0) {
      Longs.gather(counts, groups, at, count, to.begin().words());
    } else {
      Longs.gather(sums, groups, at, count, to.begin().words());
    }
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      if (parts[0].isValid(i) && parts[1].isValid(i)) {
        counts[groups[i]] += parts[0].words()[i];
        sums[groups[i]] += Double.longBitsToDouble(parts[1].words()[i]);
      }
    }
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      if (counts[group] <= 0) {
        to.setNull(i);
      } else {
        words[i] = Double.doubleToRawLongBits(sums[group] / counts[group]);
      }
    }
  }

  @Override
  public long bytes() {
    return (counts.length + sums.length) * 8L;
  }
}
