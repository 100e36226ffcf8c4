package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;

/** A key column of 64 bits. */
final class WordKeyColumn extends KeyColumn {
  private long[] words = new long[16];

  @Override
  void set(Cells cells, int row, int group, boolean isNull) {
    if (group == words.length) {
      words = Arrays.copyOf(words, Capacity.next(group));
    }
    words[group] = isNull ? 0 : cells.words()[row];
  }

  @Override
  boolean same(Cells cells, int row, int group) {
    return cells.words()[row] == words[group];
  }

  @Override
  int verifyValues(Cells cells, int rows, int[] groups, int[] missed, int misses) {
    return verify(cells.words(), rows, words, groups, missed, misses);
  }

  private static int verify(
      long[] rowWords, int rows, long[] words, int[] groups, int[] missed, int misses) {
    int count = misses;
    for (int i = 0; i < rows; i++) {
      missed[count] = i;
      count += words[groups[i]] == rowWords[i] ? 0 : 1;
    }
    return count;
  }

  @Override
  void readValues(int[] groups, int at, int count, ValueBuffer to) {
    WordKeys.gather(words, groups, at, count, to.begin().words());
  }

  @Override
  void clear() {
    clearNulls();
  }

  @Override
  long bytes() {
    return words.length * 8L + nullBytes();
  }

  @Override
  public void close() {
    words = new long[16];
    clearNulls();
  }
}
