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
  private final GroupTable table;
  private final Grouping.BatchWindow window;
  private final RowForNothing rowForNothing;
  private final FollowingPane following;
  private long batch = 1;
  private long marked = 1;

  BatchWindowEmission(GroupTable table, Grouping.BatchWindow window, RowForNothing rowForNothing) {
    this.table = table;
    this.window = window;
    this.rowForNothing = rowForNothing;
    this.following = new FollowingPane(table);
  }

  @Override
  public void mark() {
    marked = batch;
    following.mark();
  }

  @Override
  public void rollback() {
    batch = marked;
    following.rollback();
  }

  /** The pane of the batch in hand. */
  long pane() {
    return batch;
  }

  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    long last = batch++;
    long first = last + 1 - window.length();
    if (window.inverse()) {
      following.moveTo(first, last + 1, batches());
    }
    if (last % window.slide() == 0) {
      next.accept(rowForNothing.orDefault(result(last)));
    }
    // a batch that is followed is deducted when the next one has come
    long over = window.inverse() ? first - 1 : first;
    Arrays.stream(batches()).filter(pane -> pane <= over).forEach(table::evict);
  }

  /** The panes of batches. */
  private long[] batches() {
    return Arrays.stream(table.panes()).filter(pane -> pane != FollowingPane.NUMBER).toArray();
  }

  private List<Batch> result(long last) {
    if (window.inverse()) {
      return table.result(FollowingPane.NUMBER);
    }
    return table.merged(
        LongStream.rangeClosed(Math.max(1, last - window.length() + 1), last).toArray());
  }
}
