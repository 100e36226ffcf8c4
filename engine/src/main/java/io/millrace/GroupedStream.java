package io.millrace;

import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.gram.LeastSquares;
import io.millrace.gram.MatrixStatistic;
import io.millrace.gram.Statistic;
import io.millrace.plan.Grouping;
import java.time.Duration;
import java.util.Arrays;
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
   * The sample covariance of each two of some columns, over all rows that have a value in each of
   * them. There is a row for each: how many rows were used, as "rows", its name, as "column", and
   * its covariance with each, under their names. Null where there are fewer than two rows. Only
   * without keys.
   *
   * @throws UserException if there is only one column, or one is no number
   */
  public Stream covariance(Expr... columns) {
    return statistic(MatrixStatistic.COVARIANCE, columns);
  }

  /** As {@link #covariance(Expr...)}, of columns by name. */
  public Stream covariance(String... columns) {
    return covariance(columns(columns));
  }

  /**
   * As {@link #covariance(Expr...)}, with Pearson's correlation. Null also where a column has the
   * same value in all rows.
   */
  public Stream correlation(Expr... columns) {
    return statistic(MatrixStatistic.CORRELATION, columns);
  }

  /** As {@link #correlation(Expr...)}, of columns by name. */
  public Stream correlation(String... columns) {
    return correlation(columns(columns));
  }

  /**
   * Ordinary least squares with an intercept, over all rows that have a value in each column: one
   * row of {@code rows}, how many rows that were, {@code intercept}, the coefficient of each
   * feature under its name, and {@code r2}, the share of the target's variance that is explained.
   * All but {@code rows} are null where there is not one solution: where there are not more rows
   * than features, or a feature is a combination of the others but for 1e-10 of its variance. Only
   * without keys.
   *
   * @throws UserException if there is no feature, or one is no number
   */
  public Stream leastSquares(Expr target, Expr... features) {
    Expr[] columns = new Expr[features.length + 1];
    columns[0] = target;
    System.arraycopy(features, 0, columns, 1, features.length);
    return statistic(new LeastSquares(), columns);
  }

  /** As {@link #leastSquares(Expr, Expr...)}, of columns by name. */
  public Stream leastSquares(String target, String... features) {
    return leastSquares(Functions.col(target), columns(features));
  }

  private static Expr[] columns(String[] names) {
    return Arrays.stream(names).map(Functions::col).toArray(Expr[]::new);
  }

  private Stream statistic(Statistic statistic, Expr... columns) {
    return stream.statistic(keys, statistic, List.of(columns), grouping);
  }

  /**
   * Over the batches of the last {@code length}, every {@code slide}, both as in {@link
   * Stream#window}: groups of each batch are kept and merged, not the rows.
   */
  public GroupedStream window(Duration length, Duration slide) {
    requireNoWindow("window");
    return new GroupedStream(stream, keys, stream.batchWindow(length, slide, false));
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
    requireNoWindow("running");
    return new GroupedStream(stream, keys, new Grouping.Running(mode == OutputMode.COMPLETE));
  }

  private void requireNoWindow(String operation) {
    if (!(grouping instanceof Grouping.EachBatch)) {
      throw new UserException(
          "A grouping is running or has one window: operation="
              + operation
              + ", grouping="
              + grouping.getClass().getSimpleName()
              + ". Leave out one of the two.");
    }
  }
}
