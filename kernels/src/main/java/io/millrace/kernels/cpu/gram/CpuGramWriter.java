package io.millrace.kernels.cpu.gram;

import io.millrace.kernels.Vec;
import io.millrace.kernels.cpu.group.PaneSplit;
import io.millrace.kernels.cpu.vec.DoubleVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.gram.Gram;
import io.millrace.kernels.group.GroupWriter;
import java.util.Map;
import java.util.TreeMap;

/** One worker's matrices of the batch in hand, by pane. */
final class CpuGramWriter implements GroupWriter {
  private final int columns;
  private final RowBlock block;
  private final double[][] values;
  private final PaneSplit split = new PaneSplit();
  private final Map<Long, Gram> panes = new TreeMap<>();
  private long[] validity = new long[0];
  private int[] complete = new int[0];

  CpuGramWriter(int columns) {
    this.columns = columns;
    this.block = new RowBlock(columns);
    this.values = new double[columns][];
  }

  Map<Long, Gram> panes() {
    return panes;
  }

  @Override
  public void update(Vec rowPanes, Vec[] keys, Vec[] inputs, int rows, long sequence) {
    if (rows == 0) {
      return;
    }
    boolean nulls = take(inputs, rows);
    LongVec numbers = (LongVec) rowPanes;
    boolean one =
        numbers == null || numbers.isConstant() || PaneSplit.isUniform(numbers.values(), rows);
    if (!one) {
      split.split(numbers.values(), rows, (pane, list, count) -> add(pane, list, count, nulls));
    } else if (nulls) {
      add(pane(numbers), null, rows, true);
    } else {
      block.add(values, null, rows, gram(pane(numbers)));
    }
  }

  private static long pane(LongVec numbers) {
    if (numbers == null) {
      return 0;
    }
    return numbers.isConstant() ? numbers.constant() : numbers.values()[0];
  }

  private Gram gram(long pane) {
    return panes.computeIfAbsent(pane, _ -> new Gram(columns));
  }

  /** Takes the columns in hand; answers whether some row lacks a value. */
  private boolean take(Vec[] inputs, int rows) {
    boolean nulls = false;
    for (int c = 0; c < columns; c++) {
      DoubleVec input = (DoubleVec) inputs[c];
      values[c] = input.values();
      if (input.validity() != null) {
        meet(input.validity(), rows, !nulls);
        nulls = true;
      }
    }
    return nulls;
  }

  private void meet(long[] other, int rows, boolean first) {
    int words = (rows + 63) >> 6;
    if (validity.length < words) {
      validity = new long[words];
    }
    for (int w = 0; w < words; w++) {
      validity[w] = first ? other[w] : validity[w] & other[w];
    }
  }

  /** Adds the listed rows, or all, but for those that lack a value. */
  private void add(long pane, int[] list, int count, boolean nulls) {
    Gram gram = gram(pane);
    if (!nulls) {
      block.add(values, list, count, gram);
      return;
    }
    if (complete.length < count) {
      complete = new int[count];
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = list == null ? i : list[i];
      complete[kept] = row;
      kept += (int) (validity[row >> 6] >>> row & 1);
    }
    block.add(values, complete, kept, gram);
  }

  long bytes() {
    long bytes = block.bytes() + validity.length * 8L + complete.length * 4L;
    return bytes + panes.values().stream().mapToLong(Gram::bytes).sum();
  }
}
