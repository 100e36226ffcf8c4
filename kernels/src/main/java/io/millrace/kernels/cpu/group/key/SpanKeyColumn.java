package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/** A key column of text or binary. */
final class SpanKeyColumn extends KeyColumn {
  private final BytesArena arena;
  private long[] words = new long[16];
  private int[] lengths = new int[16];

  SpanKeyColumn(BufferAllocator allocator) {
    this.arena = new BytesArena(allocator);
  }

  /**
   * A perfect hash of the first {@code size} values, none of which is null; null if there is none.
   */
  FewSpans few(int size) {
    return FewSpans.of(words, lengths, size);
  }

  @Override
  void set(Cells cells, int row, int group, boolean isNull) {
    if (group == words.length) {
      int capacity = Capacity.next(group);
      words = Arrays.copyOf(words, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    lengths[group] = isNull ? 0 : cells.lengths()[row];
    words[group] = isNull ? 0 : arena.keep(cells.words()[row], lengths[group]);
  }

  @Override
  boolean same(Cells cells, int row, int group) {
    return Spans.equal(cells.words()[row], cells.lengths()[row], words[group], lengths[group]);
  }

  @Override
  int verifyValues(Cells cells, int rows, int[] groups, int[] missed, int misses) {
    return verify(cells.words(), cells.lengths(), rows, words, lengths, groups, missed, misses);
  }

  /** First without a branch; what differs then is a long text, which is compared, or a miss. */
  private static int verify(
      long[] rowWords,
      int[] rowLengths,
      int rows,
      long[] words,
      int[] lengths,
      int[] groups,
      int[] missed,
      int misses) {
    int suspects = misses;
    for (int i = 0; i < rows; i++) {
      int group = groups[i];
      missed[suspects] = i;
      long difference = (rowWords[i] ^ words[group]) | (rowLengths[i] ^ lengths[group]);
      suspects += difference == 0 ? 0 : 1;
    }
    int count = misses;
    for (int k = misses; k < suspects; k++) {
      int row = missed[k];
      int group = groups[row];
      missed[count] = row;
      count += Spans.equal(rowWords[row], rowLengths[row], words[group], lengths[group]) ? 0 : 1;
    }
    return count;
  }

  @Override
  void readValues(int[] groups, int at, int count, ValueBuffer to) {
    to.beginSpans();
    for (int i = 0; i < count; i++) {
      to.words()[i] = words[groups[at + i]];
      to.lengths()[i] = lengths[groups[at + i]];
    }
  }

  @Override
  void clear() {
    clearNulls();
    arena.clear();
  }

  @Override
  long bytes() {
    return words.length * 8L + lengths.length * 4L + nullBytes() + arena.bytes();
  }

  @Override
  public void close() {
    words = new long[16];
    lengths = new int[16];
    clearNulls();
    arena.close();
  }
}
