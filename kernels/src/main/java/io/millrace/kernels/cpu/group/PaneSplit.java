package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.key.KeyChunks;
import io.millrace.kernels.cpu.group.key.KeyIndex;
import io.millrace.kernels.types.DataType;
import java.util.List;

/** Splits a chunk's rows by pane. */
public final class PaneSplit {
  /** Takes the rows of one pane. */
  public interface Sink {
    /** {@code rows} lists {@code count} positions, ascending; valid during the call. */
    void accept(long pane, int[] rows, int count);
  }

  private final KeyIndex index = KeyIndex.create(List.of(DataType.INT64), null, true);
  private final KeyChunks chunks = new KeyChunks(List.of(DataType.INT64));
  private int[] ordinals = new int[0];
  private int[] sorted = new int[0];

  /** Whether all rows lie in one pane. */
  public static boolean isUniform(long[] panes, int rows) {
    long first = panes[0];
    long differences = 0;
    for (int i = 0; i < rows; i++) {
      differences |= panes[i] ^ first;
    }
    return differences == 0;
  }

  /** Hands on the rows of each pane in turn. */
  public void split(long[] panes, int rows, Sink sink) {
    if (ordinals.length < rows) {
      ordinals = new int[Math.max(rows, Cells.CHUNK)];
      sorted = new int[ordinals.length];
    }
    index.clear();
    index.find(chunks.of(new Cells[] {Cells.ofWords(panes, null)}, rows), ordinals);
    int[] ends = new int[index.size()];
    for (int i = 0; i < rows; i++) {
      ends[ordinals[i]]++;
    }
    int begin = 0;
    for (int p = 0; p < ends.length; p++) {
      int size = ends[p];
      ends[p] = begin;
      begin += size;
    }
    for (int i = 0; i < rows; i++) {
      sorted[ends[ordinals[i]]++] = i;
    }
    handOn(panes, ends, sink);
  }

  private void handOn(long[] panes, int[] ends, Sink sink) {
    int begin = 0;
    for (int end : ends) {
      int count = end - begin;
      System.arraycopy(sorted, begin, ordinals, 0, count);
      sink.accept(panes[ordinals[0]], ordinals, count);
      begin = end;
    }
  }
}
