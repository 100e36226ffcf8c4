package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;

/** All rows are one group, once there is a row. */
final class NoKeys extends KeyIndex {
  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public void find(KeyChunk chunk, int[] groups) {
    if (chunk.rows() > 0) {
      size = 1;
      Arrays.fill(groups, 0, chunk.rows(), 0);
    }
  }

  @Override
  public int lookup(KeyChunk chunk, int[] groups, int absent) {
    Arrays.fill(groups, 0, chunk.rows(), size == 0 ? absent : 0);
    for (int row = 0; row < chunk.rows(); row++) {
      chunk.missed()[row] = row;
    }
    return size == 0 ? chunk.rows() : 0;
  }

  @Override
  public void hashes(int[] groups, int at, int count, long[] hashes) {
    Arrays.fill(hashes, 0, count, 0);
  }

  @Override
  public void read(int column, int[] groups, int at, int count, ValueBuffer to) {
    throw new IndexOutOfBoundsException(column);
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void close() {
    size = 0;
  }
}
