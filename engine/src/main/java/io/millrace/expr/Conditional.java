package io.millrace.expr;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.BitSet;

/**
 * One of two results by a condition. As with a {@link Choice}, a result that may fail is told which
 * rows want it.
 *
 * @param mayFail see {@link Bound#mayFail}
 */
record Conditional(
    DataType type, String text, Bound condition, Bound then, Bound otherwise, boolean mayFail)
    implements Bound {
  static Conditional of(DataType type, String text, Bound condition, Bound then, Bound otherwise) {
    boolean mayFail = condition.mayFail() || then.mayFail() || otherwise.mayFail();
    return new Conditional(type, text, condition, then, otherwise, mayFail);
  }

  @Override
  public Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted) {
    Vec mask = condition.evaluate(kernels, columns, length, wanted);
    Vec here = then.mayFail() ? Wanted.where(kernels, wanted, mask) : null;
    Vec there = otherwise.mayFail() ? Wanted.whereNotTrue(kernels, wanted, mask) : null;
    return kernels.choose(
        mask,
        then.evaluate(kernels, columns, length, here),
        otherwise.evaluate(kernels, columns, length, there));
  }

  @Override
  public void columns(BitSet into) {
    condition.columns(into);
    then.columns(into);
    otherwise.columns(into);
  }
}
