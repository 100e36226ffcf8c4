package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** A key column of text or binary among others. */
final class SpanKeyColumn extends KeyColumn {
  private final BytesArena arena;
  private long[] heads = new long[16];
  private long[] tails = new long[16];

  SpanKeyColumn(BufferAllocator allocator) {
    this.arena = new BytesArena(allocator);
  }

  @Override
  void set(Cells cells, int row, int group, boolean isNull) {
    if (group == heads.length) {
      int capacity = Capacity.next(group);
      heads = Arrays.copyOf(heads, capacity);
      tails = Arrays.copyOf(tails, capacity);
    }
    tails[group] = cells.tails()[row];
    heads[group] = arena.keep(cells.words()[row], tails[group]);
  }

  @Override
  boolean same(Cells cells, int row, int group) {
    return Spans.equal(cells.words()[row], cells.tails()[row], heads[group], tails[group]);
  }

  @Override
  int verifyValues(Cells cells, int rows, int[] groups, int[] missed, int misses) {
    return verify(cells.words(), cells.tails(), rows, heads, tails, groups, missed, misses);
  }

  /** First without a branch; what differs then is a long text, which is compared, or a miss. */
  private static int verify(
      long[] rowHeads,
      long[] rowTails,
      int rows,
      long[] heads,
      long[] tails,
      int[] groups,
      int[] missed,
      int misses) {
    int suspects = misses;
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      missed[suspects] = i;
      long difference = (rowHeads[i] ^ heads[group]) | (rowTails[i] ^ tails[group]);
      suspects += difference == 0 ? 0 : 1;
    }
    int count = misses;
    for (int k = misses; k < suspects; k++) {
      int row = missed[k];
      int group = groups[row];
      missed[count] = row;
      count += Spans.equal(rowHeads[row], rowTails[row], heads[group], tails[group]) ? 0 : 1;
    }
    return count;
  }

  @Override
  void readValues(int[] groups, int at, int count, ValueBuffer to) {
    to.beginSpans();
    WordKeys.gather(heads, groups, at, count, to.words());
    WordKeys.gather(tails, groups, at, count, to.tails());
  }

  @Override
  void clear() {
    clearNulls();
    arena.clear();
  }

  @Override
  long bytes() {
    return (heads.length + tails.length) * 8L + nullBytes() + arena.bytes();
  }

  @Override
  public void close() {
    heads = new long[16];
    tails = new long[16];
    clearNulls();
    arena.close();
  }
}
