package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;

/** The values of one key column by group, for indices that hold several or text. */
abstract class KeyColumn implements AutoCloseable {
  private long[] nulls = new long[0];
  private boolean anyNull;

  /** Keeps a row's value as that of group {@code group}, one more than there were. */
  final void add(Cells cells, int row, int group) {
    boolean isNull = !cells.isValid(row);
    if (isNull) {
      markNull(group);
    }
    set(cells, row, group, isNull);
  }

  private void markNull(int group) {
    int word = group >> 6;
    if (word >= nulls.length) {
      nulls = Arrays.copyOf(nulls, Capacity.next(word + 1));
    }
    nulls[word] |= 1L << group;
    anyNull = true;
  }

  final boolean isNull(int group) {
    return anyNull && group >> 6 < nulls.length && Cells.bit(nulls, group) != 0;
  }

  /** Whether a row's value is that of a group. */
  final boolean matches(Cells cells, int row, int group) {
    boolean valid = cells.isValid(row);
    return valid != isNull(group) && (!valid || same(cells, row, group));
  }

  /**
   * Compares all rows with their groups.
   *
   * @param groups each row's group so far
   * @param missed where the rows that differ are listed; rows may be listed more than once
   * @param misses how many are listed already
   * @return how many are listed now
   */
  final int verify(Cells cells, int rows, int[] groups, int[] missed, int misses) {
    if (!anyNull && !cells.mayHaveNulls()) {
      return verifyValues(cells, rows, groups, missed, misses);
    }
    int count = misses;
    for (int i = 0; i < rows; i++) {
      missed[count] = i;
      count += matches(cells, i, groups[i]) ? 0 : 1;
    }
    return count;
  }

  final void read(int[] groups, int at, int count, ValueBuffer to) {
    readValues(groups, at, count, to);
    if (anyNull) {
      for (int i = 0; i < count; i++) {
        if (isNull(groups[at + i])) {
          to.setNull(i);
        }
      }
    }
  }

  final void clearNulls() {
    if (anyNull) {
      Arrays.fill(nulls, 0);
      anyNull = false;
    }
  }

  final long nullBytes() {
    return nulls.length * 8L;
  }

  abstract void set(Cells cells, int row, int group, boolean isNull);

  abstract boolean same(Cells cells, int row, int group);

  abstract int verifyValues(Cells cells, int rows, int[] groups, int[] missed, int misses);

  abstract void readValues(int[] groups, int at, int count, ValueBuffer to);

  abstract void clear();

  abstract long bytes();

  @Override
  public abstract void close();
}
