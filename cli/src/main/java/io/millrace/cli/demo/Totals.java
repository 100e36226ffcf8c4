package io.millrace.cli.demo;

import io.millrace.metrics.BatchMetrics;

/** The run as a whole. */
final class Totals {
  private long batches;
  private long rows;
  private long nanos;
  private long late;

  void add(BatchMetrics metrics) {
    batches++;
    rows += metrics.rowsIn();
    nanos += metrics.processingNanos();
    late += metrics.lateRows();
  }

  /** In one line. */
  String text() {
    double rate = nanos == 0 ? 0 : rows * 1e9 / nanos;
    return Figures.whole(batches)
        + (batches == 1 ? " batch, " : " batches, ")
        + Figures.whole(rows)
        + " rows, "
        + Figures.rounded(rate)
        + " rows/s while processing, "
        + Figures.whole(late)
        + " late rows";
  }
}
