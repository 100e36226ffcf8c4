package io.millrace.cli.demo;

import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;

/** Shows each batch, and ends the demo after the last one. */
final class DemoListener implements BatchListener {
  private final Display display;
  private final long batches;
  private final Runnable stop;

  /**
   * A listener.
   *
   * @param batches how many batches to run, 0 without end
   */
  DemoListener(Display display, long batches, Runnable stop) {
    this.display = display;
    this.batches = batches;
    this.stop = stop;
  }

  @Override
  public void onBatch(BatchMetrics metrics) {
    if (metrics.batchId() + 1 == batches) {
      stop.run();
    }
    display.batch(metrics);
  }
}
