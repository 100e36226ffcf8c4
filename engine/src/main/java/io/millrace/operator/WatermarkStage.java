package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import java.util.BitSet;

/** Passes rows through and shows their event times to the tracker. */
final class WatermarkStage implements Stage {
  private final int column;
  private final WatermarkTracker tracker;
  private final Stage next;
  private final BitSet needs = new BitSet();

  WatermarkStage(int column, WatermarkTracker tracker, Stage next) {
    this.column = column;
    this.tracker = tracker;
    this.next = next;
    needs.or(next.needs());
    needs.set(column);
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    tracker.observe(kernels.worker(), kernels.range(frame.columns()[column]));
    next.push(kernels, frame);
  }
}
