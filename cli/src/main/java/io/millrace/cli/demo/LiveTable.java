package io.millrace.cli.demo;

import io.millrace.metrics.BatchMetrics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A table that is drawn again in its place, for a terminal of 80 by 24 characters. */
final class LiveTable implements Display {
  private static final int SHOWN_BATCHES = 9;
  private static final int BAR_WIDTH = 40;
  private static final long NANOS_A_FRAME = 50_000_000;
  private static final String ROW = "%5s %8s %9s %7s %7s %6s %10s %5s %6s %8s";

  private final PrintWriter out;
  private final String title;
  private final Terminal terminal;
  private final Totals totals = new Totals();
  private final Deque<BatchMetrics> batches = new ArrayDeque<>();
  private FinishedWindow window;
  private int linesOnScreen;
  private long lastFrame = System.nanoTime() - NANOS_A_FRAME;

  LiveTable(PrintWriter out, String title, Terminal terminal) {
    this.out = out;
    this.title = title;
    this.terminal = terminal;
    out.print(Terminal.enter());
    draw("Ctrl-C ends");
  }

  @Override
  public void window(FinishedWindow finished) {
    window = finished;
  }

  @Override
  public void batch(BatchMetrics metrics) {
    totals.add(metrics);
    batches.addLast(metrics);
    if (batches.size() > SHOWN_BATCHES) {
      batches.removeFirst();
    }
    if (System.nanoTime() - lastFrame >= NANOS_A_FRAME) {
      draw("Ctrl-C ends");
    }
  }

  @Override
  public void close() {
    draw(totals.text());
    out.print(Terminal.leave());
    out.flush();
  }

  private void draw(String lastLine) {
    lastFrame = System.nanoTime();
    List<String> lines = new ArrayList<>();
    lines.add(terminal.bold(title));
    lines.add("");
    addBatches(lines);
    lines.add("");
    addWindow(lines);
    lines.add(terminal.dim(lastLine));
    out.print(Terminal.backUp(linesOnScreen));
    lines.forEach(out::println);
    out.flush();
    linesOnScreen = lines.size();
  }

  private void addBatches(List<String> lines) {
    lines.add(
        terminal.dim(
            row(
                "batch",
                "time",
                "rows",
                "rows/s",
                "took",
                "device",
                "watermark",
                "late",
                "groups",
                "state")));
    for (BatchMetrics metrics : batches) {
      String row = row(metrics);
      lines.add(
          metrics == batches.peekLast()
              ? terminal.bold(row)
              : metrics.lateRows() > 0 ? terminal.yellow(row) : row);
    }
  }

  private static String row(BatchMetrics metrics) {
    return row(
        metrics.batchId(),
        Figures.time(Instant.ofEpochMilli(metrics.timeMillis())),
        Figures.whole(metrics.rowsIn()),
        Figures.rounded(metrics.rowsPerSecond()),
        Figures.nanos(metrics.processingNanos()),
        metrics.device(),
        metrics.watermark().isPresent()
            ? Figures.tenths(Instant.ofEpochMilli(metrics.watermark().getAsLong()))
            : "",
        Figures.rounded((double) metrics.lateRows()),
        Figures.rounded((double) metrics.stateRows()),
        Figures.bytes(metrics.stateBytes()));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private void addWindow(List<String> lines) {
    if (window == null) {
      lines.add(terminal.dim("The first window has not ended yet."));
      return;
    }
    lines.add(
        "Window "
            + Figures.tenths(window.start())
            + " to "
            + Figures.tenths(window.end())
            + ": "
            + Figures.whole(window.rows())
            + " rows, "
            + Figures.whole(window.keys())
            + " keys");
    long most = window.top().getFirst().count();
    for (FinishedWindow.KeyCount top : window.top()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-12s %10s %5.1f%% %s",
              top.key(),
              Figures.whole(top.count()),
              100.0 * top.count() / window.rows(),
              terminal.green(terminal.bar((double) top.count() / most, BAR_WIDTH))));
    }
  }
}
