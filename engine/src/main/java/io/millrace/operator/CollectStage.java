package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.BitSet;

/** Brings chunks together as host batches; takes whole batches as they are. */
final class CollectStage implements Stage {
  private final Pieces pieces;
  private final BitSet needs = new BitSet();

  CollectStage(Pieces pieces, int columns) {
    this.pieces = pieces;
    needs.set(0, columns);
  }

  @Override
  public BitSet needs() {
    return needs;
  }

  @Override
  public void push(KernelContext kernels, Frame frame) {
    pieces.append(kernels, frame);
  }

  @Override
  public boolean takesWhole() {
    return true;
  }

  @Override
  public void pushWhole(Batch batch, long order) {
    pieces.add(batch, order);
  }
}
