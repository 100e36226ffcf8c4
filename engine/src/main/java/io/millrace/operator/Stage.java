package io.millrace.operator;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import java.util.BitSet;

/**
 * A place that chunks are pushed into: an operator, wired to the ones after it. One stage serves
 * all workers at the same time; what it keeps is either immutable or kept for each worker apart.
 */
interface Stage {
  /** Positions of the input's columns that this stage, or one after it, reads. */
  BitSet needs();

  /** Takes one chunk. The frame's vectors may be reset once this returns. */
  void push(KernelContext kernels, Frame frame);

  /** Whether a host batch can be passed through whole, without touching a value. */
  default boolean takesWhole() {
    return false;
  }

  /**
   * Takes a host batch whole; only if {@link #takesWhole()}. On the query's thread.
   *
   * @param batch stays the caller's
   */
  default void pushWhole(Batch batch, long order) {
    throw new IllegalStateException("this stage takes chunks");
  }
}
