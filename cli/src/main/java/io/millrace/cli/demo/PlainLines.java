package io.millrace.cli.demo;

import io.millrace.metrics.BatchMetrics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.stream.Collectors;

/** A line a batch, and one a window. */
final class PlainLines implements Display {
  private static final int TOP = 3;

  private final PrintWriter out;
  private final Totals totals = new Totals();

  PlainLines(PrintWriter out, String title) {
    this.out = out;
    out.println(title);
    out.flush();
  }

  @Override
  public void window(FinishedWindow window) {
    line(
        "window="
            + Figures.tenths(window.start())
            + ".."
            + Figures.tenths(window.end())
            + " rows="
            + window.rows()
            + " keys="
            + window.keys()
            + " top="
            + window.top().stream()
                .limit(TOP)
                .map(top -> top.key() + ":" + top.count())
                .collect(Collectors.joining(",")));
  }

  @Override
  public void batch(BatchMetrics metrics) {
    totals.add(metrics);
    line(
        "batch="
            + metrics.batchId()
            + " time="
            + Figures.tenths(Instant.ofEpochMilli(metrics.timeMillis()))
            + " rows="
            + metrics.rowsIn()
            + " rows/s="
            + Math.round(metrics.rowsPerSecond())
            + " took="
            + Figures.nanos(metrics.processingNanos()).replace(" ", "")
            + " device="
            + metrics.device()
            + " watermark="
            + watermark(metrics)
            + " late="
            + metrics.lateRows()
            + " groups="
            + metrics.stateRows()
            + " state="
            + metrics.stateBytes()
            + "B");
  }

  private static String watermark(BatchMetrics metrics) {
    return metrics.watermark().isPresent()
        ? Figures.tenths(Instant.ofEpochMilli(metrics.watermark().getAsLong()))
        : "none";
  }

  @Override
  public void close() {
    line(totals.text());
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
