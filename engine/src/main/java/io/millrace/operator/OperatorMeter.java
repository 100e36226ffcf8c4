package io.millrace.operator;

import io.millrace.metrics.OperatorMetrics;

/**
 * Rows and time of one operator, counted by each worker in cells of its own. Time is that of the
 * operator itself: what the stages after it take, called from within, is left out.
 */
final class OperatorMeter {
  /** Longs between two workers' cells: two cache lines, so that workers do not slow each other. */
  private static final int STRIDE = 16;

  private final int node;
  private final String name;
  private final long[] rows;
  private final long[] nanos;

  OperatorMeter(int node, String name, int workers) {
    this.node = node;
    this.name = name;
    this.rows = new long[workers * STRIDE];
    this.nanos = new long[workers * STRIDE];
  }

  String name() {
    return name;
  }

  void add(int worker, long addedRows, long addedNanos) {
    rows[worker * STRIDE] += addedRows;
    nanos[worker * STRIDE] += addedNanos;
  }

  /** What was counted since the last call; no worker may be running. */
  OperatorMetrics take(String device) {
    long allRows = 0;
    long allNanos = 0;
    for (int i = 0; i < rows.length; i += STRIDE) {
      allRows += rows[i];
      allNanos += nanos[i];
      rows[i] = 0;
      nanos[i] = 0;
    }
    return new OperatorMetrics(node, name, device, allRows, allNanos);
  }
}
