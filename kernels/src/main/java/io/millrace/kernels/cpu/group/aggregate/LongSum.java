package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import io.millrace.kernels.memory.Raw;
import java.util.Arrays;

/** {@code SUM} of integers and durations, modulo 2^64. */
final class LongSum extends Accumulator {
  private final NonNull nonNull;
  private long[] sums = new long[0];

  LongSum(Counts rows) {
    this.nonNull = new NonNull(rows);
  }

  /** The sums by group, for a fused loop; only while {@link #isPlain}. */
  long[] sums() {
    return sums;
  }

  /** Whether sums are all the state there is. */
  boolean isPlain() {
    return !nonNull.isTracked();
  }

  @Override
  public Encoding input() {
    return Encoding.BITS;
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
    if (((LongSum) other).nonNull.isTracked()) {
      nonNull.admit(groups, null);
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    if (input.mayHaveNulls()) {
      sum(sums, groups, rows, input.words(), input.validity());
      nonNull.update(groups, rows, input.validity());
    } else {
      if (input.address() != 0) {
        sum(sums, groups, rows, input.address());
      } else {
        sum(sums, groups, rows, input.words());
      }
      nonNull.update(groups, rows);
    }
  }

  private static void sum(long[] sums, int[] groups, int rows, long address) {
    for (int i = 0; i < rows; i++) {
      sums[groups[i]] += Raw.getLong(address + (long) i * Long.BYTES);
    }
  }

  private static void sum(long[] sums, int[] groups, int rows, long[] values) {
    for (int i = 0; i < rows; i++) {
      sums[groups[i]] += values[i];
    }
  }

  private static void sum(long[] sums, int[] groups, int rows, long[] values, long[] validity) {
    for (int i = 0; i < rows; i++) {
      sums[groups[i]] += values[i] & NonNull.mask(validity, i);
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    Longs.add(((LongSum) from).sums, source, sums, target, count);
    nonNull.merge(((LongSum) from).nonNull, source, target, count);
  }

  @Override
  public void deduct(Accumulator from, int[] source, int[] target, int count) {
    Longs.subtract(((LongSum) from).sums, source, sums, target, count);
    nonNull.deduct(((LongSum) from).nonNull, source, target, count);
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
        sums[groups[i]] += parts[0].words()[i];
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
