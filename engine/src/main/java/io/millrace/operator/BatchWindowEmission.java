package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.plan.Grouping;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Windows of the last few micro-batches; each batch is a pane, numbered from 1. Either the window's
 * panes are merged each time, or a pane of its own follows the window: what enters is merged in,
 * what leaves is deducted.
 */
final class BatchWindowEmission implements Emission {
  /** The pane that follows the window. */
  private static final long FOLLOWING = Long.MIN_VALUE;

  private final GroupTable table;
  private final Grouping.BatchWindow window;
  private final RowForNothing rowForNothing;
  private long batch = 1;

  BatchWindowEmission(GroupTable table, Grouping.BatchWindow window, RowForNothing rowForNothing) {
    this.table = table;
    this.window = window;
    this.rowForNothing = rowForNothing;
  }

  /** The pane of the batch in hand. */
  long pane() {
    return batch;
  }

  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    long last = batch++;
    if (window.inverse()) {
      follow(last);
    }
    if (last % window.slide() == 0) {
      next.accept(rowForNothing.orDefault(result(last)));
    }
    if (!window.inverse()) {
      Arrays.stream(table.panes())
          .filter(pane -> pane <= last + 1 - window.length())
          .forEach(table::evict);
    }
  }

  private void follow(long last) {
    table.merge(last, FOLLOWING);
    long leaving = last - window.length();
    if (leaving > 0) {
      table.deduct(leaving, FOLLOWING);
      table.evict(leaving);
    }
  }

  private List<Batch> result(long last) {
    if (window.inverse()) {
      return table.result(FOLLOWING);
    }
    return table.merged(
        LongStream.rangeClosed(Math.max(1, last - window.length() + 1), last).toArray());
  }
}
