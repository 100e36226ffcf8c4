package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Canonical;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.Arrays;

/**
 * {@code MIN} and {@code MAX} of fixed-width values, kept as words whose signed order is the
 * values'.
 */
final class WordExtreme extends Accumulator {
  private final DataType type;
  private final boolean max;
  private final long none;
  private final NonNull nonNull;
  private long[] words = new long[0];

  WordExtreme(DataType type, boolean max, Counts rows) {
    this.type = type;
    this.max = max;
    this.none = max ? Long.MIN_VALUE : Long.MAX_VALUE;
    this.nonNull = new NonNull(rows);
  }

  @Override
  public Encoding input() {
    return Encoding.ORDERED;
  }

  @Override
  public void reserve(int groups) {
    nonNull.reserve(groups);
    if (groups > words.length) {
      words = Longs.grow(words, Capacity.next(groups), none);
    }
  }

  @Override
  public void admitNulls(int groups, byte[] presence) {
    nonNull.admit(groups, presence);
  }

  @Override
  public void admitNullsOf(Accumulator other, int groups) {
    if (((WordExtreme) other).nonNull.isTracked()) {
      nonNull.admit(groups, null);
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    if (input.mayHaveNulls()) {
      updateValid(groups, rows, input);
      nonNull.update(groups, rows, input.validity());
      return;
    }
    if (max) {
      max(words, groups, rows, input.words());
    } else {
      min(words, groups, rows, input.words());
    }
    nonNull.update(groups, rows);
  }

  private static void max(long[] words, int[] groups, int rows, long[] values) {
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      words[group] = Math.max(words[group], values[i]);
    }
  }

  private static void min(long[] words, int[] groups, int rows, long[] values) {
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      words[group] = Math.min(words[group], values[i]);
    }
  }

  private void updateValid(int[] groups, int rows, Cells input) {
    for (int i = 0; i < rows; i++) {
      take(groups[i], Cells.bit(input.validity(), i) != 0 ? input.words()[i] : none);
    }
  }

  private void take(int group, long word) {
    words[group] = max ? Math.max(words[group], word) : Math.min(words[group], word);
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    WordExtreme other = (WordExtreme) from;
    for (int i = 0; i < count; i++) {
      take(target[i], other.words[source[i]]);
    }
    nonNull.merge(other.nonNull, source, target, count);
  }

  @Override
  public void clear(int groups) {
    Arrays.fill(words, 0, Math.min(groups, words.length), none);
    nonNull.clear();
  }

  @Override
  public void clearGroup(int group) {
    words[group] = none;
    nonNull.clearGroup(group);
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    finish(groups, at, count, to);
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    for (int i = 0; i < rows; i++) {
      if (parts[0].isValid(i)) {
        take(groups[i], ordered(parts[0].words()[i]));
        nonNull.add(groups[i], 1);
      }
    }
  }

  @Override
  public void imported(int groups) {
    nonNull.dropIfRedundant(groups, false);
  }

  private long ordered(long bits) {
    if (type.lane() == Lane.DOUBLE) {
      return Canonical.ordered(Double.longBitsToDouble(bits));
    }
    return type.kind() == Kind.UINT64 ? bits ^ Long.MIN_VALUE : bits;
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    long[] out = to.begin().words();
    Longs.gather(words, groups, at, count, out);
    if (type.lane() == Lane.DOUBLE) {
      for (int i = 0; i < count; i++) {
        out[i] = Double.doubleToRawLongBits(Canonical.unordered(out[i]));
      }
    } else if (type.kind() == Kind.UINT64) {
      for (int i = 0; i < count; i++) {
        out[i] ^= Long.MIN_VALUE;
      }
    }
    nonNull.mark(groups, at, count, to);
  }

  @Override
  public long bytes() {
    return words.length * 8L + nonNull.bytes();
  }
}
