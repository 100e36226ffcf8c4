package io.millrace.expr;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.BitSet;

/**
 * An expression of two others, the second of which only some rows come to. Both are computed for
 * whole chunks, but where the second may fail it is told which rows want it: so {@code
 * caseWhen(b.notEqual(0), a.div(b))} divides nothing by zero.
 *
 * @param rule which rows come to the second, and what the result is
 * @param mayFail see {@link Bound#mayFail}
 */
record Choice(Rule rule, DataType type, String text, Bound first, Bound second, boolean mayFail)
    implements Bound {
  /** Kinds of choices. */
  enum Rule {
    /** False if the first is false, in three values. */
    AND {
      @Override
      Vec toSecond(KernelContext kernels, Vec wanted, Vec first) {
        return Wanted.whereNotFalse(kernels, wanted, first);
      }

      @Override
      Vec result(KernelContext kernels, Vec first, Vec second) {
        return kernels.and(first, second);
      }
    },
    /** True if the first is true, in three values. */
    OR {
      @Override
      Vec toSecond(KernelContext kernels, Vec wanted, Vec first) {
        return Wanted.whereNotTrue(kernels, wanted, first);
      }

      @Override
      Vec result(KernelContext kernels, Vec first, Vec second) {
        return kernels.or(first, second);
      }
    },
    /** The first where it is not null. */
    COALESCE {
      @Override
      Vec toSecond(KernelContext kernels, Vec wanted, Vec first) {
        return Wanted.where(kernels, wanted, kernels.isNull(first));
      }

      @Override
      Vec result(KernelContext kernels, Vec first, Vec second) {
        return first.mayHaveNulls() ? kernels.choose(kernels.isNull(first), second, first) : first;
      }
    };

    /** The rows that come to the second. */
    abstract Vec toSecond(KernelContext kernels, Vec wanted, Vec first);

    /** The result of both. */
    abstract Vec result(KernelContext kernels, Vec first, Vec second);
  }

  static Choice of(Rule rule, DataType type, String text, Bound first, Bound second) {
    return new Choice(rule, type, text, first, second, first.mayFail() || second.mayFail());
  }

  @Override
  public Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted) {
    Vec one = first.evaluate(kernels, columns, length, wanted);
    Vec rows = second.mayFail() ? rule.toSecond(kernels, wanted, one) : null;
    Vec other = second.evaluate(kernels, columns, length, rows);
    return rule.result(kernels, one, other);
  }

  @Override
  public void columns(BitSet into) {
    first.columns(into);
    second.columns(into);
  }
}
