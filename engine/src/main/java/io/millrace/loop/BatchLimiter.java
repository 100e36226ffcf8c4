package io.millrace.loop;

import io.millrace.Limits;
import io.millrace.source.Limit;

/**
 * Back-pressure: how many rows the next batch may take. A batch that took longer than the interval
 * lowers the limit to what would have fitted; batches that leave room raise it again step by step,
 * up to the fixed limit. Nothing is dropped, sources are simply asked later.
 */
final class BatchLimiter {
  /** The share of the interval that a batch should take. */
  private static final double TARGET = 0.9;

  /** By how much the limit grows after a batch that used it up and left room. */
  private static final double GROWTH = 1.25;

  /** Below this share of the interval there is room to grow. */
  private static final double ROOM = 0.7;

  /** A limit that still lets a query go forward. */
  private static final long LEAST_ROWS = 100;

  private final Limits limits;
  private final long intervalNanos;
  private long rows;

  BatchLimiter(Limits limits, long intervalNanos) {
    this.limits = limits;
    this.intervalNanos = intervalNanos;
    this.rows = limits.maxRows();
  }

  /** The limit in force. */
  Limit limit() {
    return new Limit(rows, limits.maxBytes());
  }

  /**
   * Learns from a batch.
   *
   * @param batchRows the most rows that one source gave, since each source has the limit for itself
   * @param more whether the limit kept a source from giving more
   */
  void observe(long batchRows, boolean more, long nanos) {
    if (!limits.backPressure() || batchRows == 0) {
      return;
    }
    double share = (double) nanos / intervalNanos;
    if (share > 1) {
      long fitting = (long) (batchRows / share * TARGET);
      rows =
          Math.min(
              limits.maxRows(),
              Math.max(Math.min(LEAST_ROWS, limits.maxRows()), Math.min(rows, fitting)));
    } else if (share < ROOM && more) {
      rows = Math.min(limits.maxRows(), (long) Math.ceil(rows * GROWTH));
    }
  }
}
