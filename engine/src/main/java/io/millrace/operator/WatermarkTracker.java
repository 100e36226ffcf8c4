package io.millrace.operator;

import io.millrace.kernels.LongRange;
import java.util.Arrays;

/**
 * Follows the event time of one column. Within a batch the watermark stands still, so what is late
 * does not depend on the order in which workers see rows; it moves when the batch ends.
 */
final class WatermarkTracker {
  /** There was no event yet. */
  static final long NONE = Long.MIN_VALUE;

  private final long lateness;
  private final LongRange[] seen;
  private long greatest = NONE;

  WatermarkTracker(long lateness, int workers) {
    this.lateness = lateness;
    this.seen = new LongRange[workers];
  }

  /** Takes in the event times of one chunk. */
  void observe(int worker, LongRange range) {
    LongRange before = seen[worker];
    seen[worker] = before == null ? range : before.union(range);
  }

  /**
   * The greatest event time of all batches that have ended, less the lateness; {@link #NONE} before
   * the first event.
   */
  long watermark() {
    return less(greatest);
  }

  /** The watermark once the batch in hand has ended; no worker may be running. */
  long watermarkAfterBatch() {
    return less(greatestAfterBatch());
  }

  private long greatestAfterBatch() {
    long max = greatest;
    for (LongRange range : seen) {
      if (range != null && !range.isEmpty()) {
        max = Math.max(max, range.max());
      }
    }
    return max;
  }

  /** Stops short of the begin of time instead of wrapping to its end. */
  private long less(long time) {
    return time == NONE ? NONE : Math.max(time, NONE + 1 + lateness) - lateness;
  }

  /** The batch has ended. */
  void advance() {
    greatest = greatestAfterBatch();
    Arrays.fill(seen, null);
  }
}
