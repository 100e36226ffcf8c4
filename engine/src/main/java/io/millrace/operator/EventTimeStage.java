package io.millrace.operator;

import io.millrace.expr.Bound;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.LongRange;
import io.millrace.kernels.Selection;
import io.millrace.kernels.Vec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.DataType;
import io.millrace.plan.Node;
import java.util.BitSet;

/**
 * Puts rows into the panes of their event time, and sends late rows, and rows without an event time
 * or with one whose windows 64 bits cannot hold, aside. What is late is decided by the watermark at
 * the batch's begin.
 */
final class EventTimeStage implements Stage {
  private final Node.Group node;
  private final GroupTable table;
  private final EventWindows windows;
  private final Bound time;
  private final Stage lateRows;
  private final LateCounter lateCounter;
  private final OldestRow oldest;
  private final BitSet needs;

  /** Counts late rows. */
  interface LateCounter {
    void late(long rows);
  }

  EventTimeStage(
      Node.Group node,
      GroupTable table,
      EventWindows windows,
      Bound time,
      Stage lateRows,
      LateCounter lateCounter,
      OldestRow oldest) {
    this.node = node;
    this.table = table;
    this.windows = windows;
    this.time = time;
    this.lateRows = lateRows;
    this.lateCounter = lateCounter;
    this.oldest = oldest;
    this.needs = GroupStage.needs(node);
    time.columns(needs);
    needs.or(lateRows.needs());
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    Vec times = time.evaluate(kernels, frame.columns(), frame.length());
    LongRange range = kernels.range(times);
    long firstOpen = windows.firstOpen();
    if (times.mayHaveNulls() || range.min() < firstOpen || range.max() > windows.lastTime()) {
      pushSome(kernels, frame, times, firstOpen);
    } else {
      pushAll(kernels, frame, times, range);
    }
  }

  /** All rows are in time. Most chunks lie within one pane, which saves a division a row. */
  private void pushAll(KernelContext kernels, Frame frame, Vec times, LongRange range) {
    oldest.observe(kernels.worker(), range.min());
    long first = windows.pane(range.min());
    boolean onePane = first == windows.pane(range.max());
    int rows = frame.length();
    Vec panes =
        onePane
            ? kernels.literal(DataType.INT64, first, rows)
            : kernels.arithmetic(
                Arithmetic.FLOOR_DIVIDE,
                DataType.INT64,
                times,
                kernels.literal(DataType.INT64, windows.paneLength(), rows));
    GroupStage.update(kernels, frame, node, table, panes);
  }

  private void pushSome(KernelContext kernels, Frame frame, Vec times, long firstOpen) {
    Vec open =
        kernels.and(
            compare(kernels, times, Comparison.GREATER_OR_EQUAL, firstOpen),
            compare(kernels, times, Comparison.LESS_OR_EQUAL, windows.lastTime()));
    Selection inTime = kernels.select(open);
    int late = frame.length() - inTime.length();
    if (late == 0) {
      pushAll(kernels, frame, times, kernels.range(times));
      return;
    }
    lateCounter.late(late);
    // not(open) is null where the event time is null, so null rows are asked for by name
    Vec isLate = kernels.or(kernels.not(open), kernels.isNull(times));
    lateRows.push(
        kernels, FilterStage.gather(kernels, frame, kernels.select(isLate), lateRows.needs()));
    if (inTime.length() > 0) {
      Frame rest = FilterStage.gather(kernels, frame, inTime, needs);
      Vec restTimes = time.evaluate(kernels, rest.columns(), rest.length());
      pushAll(kernels, rest, restTimes, kernels.range(restTimes));
    }
  }

  private static Vec compare(KernelContext kernels, Vec times, Comparison comparison, long bound) {
    return kernels.compare(comparison, times, kernels.literal(times.type(), bound, times.length()));
  }
}
