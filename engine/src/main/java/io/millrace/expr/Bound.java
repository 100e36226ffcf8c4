package io.millrace.expr;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.BitSet;
import java.util.List;

/**
 * An expression bound to a schema: typed, with columns by position. Immutable; evaluated by many
 * workers at once.
 */
public sealed interface Bound {
  /** The result's type. */
  DataType type();

  /** The values for one chunk. */
  Vec evaluate(KernelContext kernels, Vec[] columns, int length);

  /** Adds the positions of the columns that are read. */
  void columns(BitSet into);

  /** As it is shown in plans. */
  String text();

  /** A column. */
  record Ref(int ordinal, String name, DataType type) implements Bound {
    @Override
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length) {
      return columns[ordinal];
    }

    @Override
    public void columns(BitSet into) {
      into.set(ordinal);
    }

    @Override
    public String text() {
      return name;
    }
  }

  /** A constant in its lane's form, see {@link KernelContext#literal}. */
  record Constant(DataType type, Object value, String text) implements Bound {
    @Override
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length) {
      return kernels.literal(type, value, length);
    }

    @Override
    public void columns(BitSet into) {}
  }

  /** An operation on other expressions. */
  record Operation(DataType type, String text, List<Bound> operands, Kernel kernel)
      implements Bound {
    @Override
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length) {
      Vec[] values = new Vec[operands.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = operands.get(i).evaluate(kernels, columns, length);
      }
      return kernel.apply(kernels, values, length);
    }

    @Override
    public void columns(BitSet into) {
      operands.forEach(operand -> operand.columns(into));
    }
  }

  /** What an operation does with its operands' vectors. */
  @FunctionalInterface
  interface Kernel {
    /** One chunk. */
    Vec apply(KernelContext kernels, Vec[] operands, int length);
  }
}
