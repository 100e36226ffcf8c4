package io.millrace.operator;

import io.millrace.expr.Bound;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Selection;
import io.millrace.kernels.Vec;
import java.util.BitSet;

/** Passes on the rows for which a condition is true. */
final class FilterStage implements Stage {
  private final Bound condition;
  private final Stage next;
  private final BitSet needs = new BitSet();

  FilterStage(Bound condition, Stage next) {
    this.condition = condition;
    this.next = next;
    condition.columns(needs);
    needs.or(next.needs());
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    Vec mask = condition.evaluate(kernels, frame.columns(), frame.length());
    Selection selection = kernels.select(mask);
    if (selection.length() == frame.length()) {
      next.push(kernels, frame);
    } else if (selection.length() > 0) {
      next.push(kernels, gather(kernels, frame, selection, next.needs()));
    }
  }

  /** The selected rows of the columns that are still needed. */
  static Frame gather(KernelContext kernels, Frame frame, Selection selection, BitSet needed) {
    Vec[] gathered = new Vec[frame.columns().length];
    for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
      gathered[i] = kernels.gather(frame.columns()[i], selection);
    }
    return frame.with(gathered, selection.length());
  }
}
