package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/**
 * {@code VARIANCE} and {@code STDDEV}: count, mean and the sum of squared distances from it (m2),
 * taken in as Welford does and merged as Chan, Golub and LeVeque do, so that large values with a
 * small spread keep their digits.
 */
final class Variance extends Accumulator {
  private final boolean root;
  private long[] counts = new long[0];
  private double[] means = new double[0];
  private double[] m2 = new double[0];

  Variance(boolean root) {
    this.root = root;
  }

  @Override
  public Encoding input() {
    return Encoding.DOUBLES;
  }

  @Override
  public void reserve(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Capacity.next(groups));
      means = Arrays.copyOf(means, counts.length);
      m2 = Arrays.copyOf(m2, counts.length);
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    double[] values = input.doubles();
    for (int i = 0; i < rows; i++) {
      if (input.isValid(i)) {
        take(groups[i], values[i]);
      }
    }
  }

  private void take(int group, double value) {
    long count = ++counts[group];
    double before = value - means[group];
    double mean = means[group] + before / count;
    means[group] = mean;
    m2[group] += before * (value - mean);
  }

  private void merge(int group, long count, double mean, double squares) {
    if (count <= 0) {
      return;
    }
    if (counts[group] == 0) {
      counts[group] = count;
      means[group] = mean;
      m2[group] = squares;
      return;
    }
    long total = counts[group] + count;
    double distance = mean - means[group];
    double share = (double) count / total;
    m2[group] += squares + distance * distance * share * counts[group];
    means[group] += distance * share;
    counts[group] = total;
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    Variance other = (Variance) from;
    for (int i = 0; i < count; i++) {
      int group = source[i];
      merge(target[i], other.counts[group], other.means[group], other.m2[group]);
    }
  }

  @Override
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    Variance other = (Variance) from;
    for (int i = 0; i < count; i++) {
      int group = source[i];
      deduct(target[i], other.counts[group], other.means[group], other.m2[group]);
    }
  }

  private void deduct(int group, long count, double mean, double squares) {
    long total = counts[group];
    long left = total - count;
    if (left <= 0) {
      clearGroup(group);
      return;
    }
    double leftMean = means[group] + (means[group] - mean) * count / left;
    double distance = mean - leftMean;
    double leftSquares =
        m2[group] - squares - distance * distance * ((double) left * count / total);
    counts[group] = left;
    means[group] = leftMean;
    m2[group] = left == 1 ? 0 : Math.max(0, leftSquares);
  }

  @Override
  public void clear(int groups) {
    int used = Math.min(groups, counts.length);
    Arrays.fill(counts, 0, used, 0);
    Arrays.fill(means, 0, used, 0);
    Arrays.fill(m2, 0, used, 0);
  }

  @Override
  public void clearGroup(int group) {
    counts[group] = 0;
    means[group] = 0;
    m2[group] = 0;
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    switch (part) {
      case 0 -> Longs.gather(counts, groups, at, count, words);
      case 1 -> Longs.gather(means, groups, at, count, words);
      default -> Longs.gather(m2, groups, at, count, words);
    }
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      if (parts[0].isValid(i) && parts[1].isValid(i) && parts[2].isValid(i)) {
        double mean = Double.longBitsToDouble(parts[1].words()[i]);
        merge(groups[i], parts[0].words()[i], mean, Double.longBitsToDouble(parts[2].words()[i]));
      }
    }
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      if (counts[group] < 2) {
        to.setNull(i);
      } else {
        double variance = m2[group] / (counts[group] - 1);
        words[i] = Double.doubleToRawLongBits(root ? Math.sqrt(variance) : variance);
      }
    }
  }

  @Override
  public long bytes() {
    return (counts.length + means.length + m2.length) * 8L;
  }
}
