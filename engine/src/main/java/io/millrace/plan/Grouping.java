package io.millrace.plan;

import io.millrace.expr.Bound;

/** Over which rows a group node aggregates, and when results come out. */
public sealed interface Grouping {
  /** Each micro-batch by itself. */
  record EachBatch() implements Grouping {}

  /**
   * All rows since the query began; results each batch.
   *
   * @param complete all groups, else only those that the batch changed
   */
  record Running(boolean complete) implements Grouping {}

  /**
   * The last {@code length} micro-batches, results every {@code slide} of them.
   *
   * @param inverse whether what leaves the window is subtracted, else the window is merged anew
   *     from its batches
   */
  record BatchWindow(int length, int slide, boolean inverse) implements Grouping {}

  /**
   * Windows of event time, results once the watermark passes their end. All times in the event-time
   * column's unit.
   *
   * @param watermark the node that follows the event time
   * @param inverse whether what leaves a window is subtracted, else each window is merged anew from
   *     its panes; only where that is exact and less work
   */
  record EventTime(Node.Watermark watermark, Bound time, long length, long slide, boolean inverse)
      implements Grouping {
    /** Panes are aligned buckets of this length; each window is a whole number of them. */
    public long pane() {
      long a = length;
      long b = slide;
      while (b != 0) {
        long rest = a % b;
        a = b;
        b = rest;
      }
      return a;
    }
  }
}
