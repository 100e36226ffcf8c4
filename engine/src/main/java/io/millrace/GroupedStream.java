package io.millrace;

import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.plan.Grouping;
import java.util.List;

/** Rows that were grouped and are about to be aggregated. */
public final class GroupedStream {
  private final Stream stream;
  private final List<Expr> keys;
  private final Grouping grouping;

  GroupedStream(Stream stream, List<Expr> keys, Grouping grouping) {
    this.stream = stream;
    this.keys = List.copyOf(keys);
    this.grouping = grouping;
  }

  /**
   * One row for each group: the keys, then the aggregates; with event-time windows {@code
   * window_start} and {@code window_end} come first.
   */
  public Stream agg(Agg... aggregates) {
    return stream.aggregated(keys, List.of(aggregates), grouping);
  }

  /** The number of rows in each group, as {@code count}. */
  public Stream count() {
    return agg(Functions.count());
  }

  /**
   * Aggregates over all batches since the query began, like Spark's {@code updateStateByKey}: each
   * batch gives the groups that it changed.
   */
  public GroupedStream running() {
    return running(OutputMode.UPDATE);
  }

  /** As {@link #running()}, giving what the mode says. */
  public GroupedStream running(OutputMode mode) {
    if (!(grouping instanceof Grouping.EachBatch)) {
      throw new UserException(
          "A running aggregate is over all rows and has no window: grouping="
              + grouping.getClass().getSimpleName()
              + ". Leave out one of the two.");
    }
    return new GroupedStream(stream, keys, new Grouping.Running(mode == OutputMode.COMPLETE));
  }
}
