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
public sealed interface Bound
    permits Bound.Ref, Bound.Constant, Bound.Operation, Choice, Conditional {
  /** The result's type. */
  DataType type();

  /**
   * The values for one chunk.
   *
   * @param columns the chunk's columns by position; those that {@link #columns} names are there
   * @param length rows of each of them, and of the result
   * @param wanted a boolean a row: where it is not true any value may come out, and what cannot be
   *     computed is not counted. Null means that all rows are wanted
   */
  Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted);

  /** The values for one chunk, all of which are wanted. */
  default Vec evaluate(KernelContext kernels, Vec[] columns, int length) {
    return evaluate(kernels, columns, length, null);
  }

  /** Whether there may be rows whose value cannot be computed, which is counted. */
  boolean mayFail();

  /** Adds the positions of the columns that are read. */
  void columns(BitSet into);

  /** As it is shown in plans. */
  String text();

  /** A column. */
  record Ref(int ordinal, String name, DataType type) implements Bound {
    @Override
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted) {
      return columns[ordinal];
    }

    @Override
    public boolean mayFail() {
      return false;
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
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted) {
      return kernels.literal(type, value, length);
    }

    @Override
    public boolean mayFail() {
      return false;
    }

    @Override
    public void columns(BitSet into) {}
  }

  /**
   * An operation on other expressions, all of which it needs.
   *
   * @param fallible whether the operation itself may fail on operands that are there
   * @param mayFail whether it, or one of its operands, may
   */
  record Operation(
      DataType type,
      String text,
      List<Bound> operands,
      boolean fallible,
      boolean mayFail,
      Kernel kernel)
      implements Bound {
    static Operation of(
        DataType type, String text, List<Bound> operands, boolean fallible, Kernel kernel) {
      boolean mayFail = fallible || operands.stream().anyMatch(Bound::mayFail);
      return new Operation(type, text, List.copyOf(operands), fallible, mayFail, kernel);
    }

    @Override
    public Vec evaluate(KernelContext kernels, Vec[] columns, int length, Vec wanted) {
      Vec[] values = new Vec[operands.size()];
      for (int i = 0; i < values.length; i++) {
        Vec value = operands.get(i).evaluate(kernels, columns, length, wanted);
        // of null operands the result is null, which is no error
        values[i] = fallible && wanted != null ? Wanted.only(kernels, wanted, value) : value;
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
