package io.millrace.expr;

import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/**
 * A function of the user's, from columns to a column, written in terms of the kernel contract: so
 * it runs on every backend. One instance serves all workers at the same time; it keeps no state.
 */
public interface ScalarFunction {
  /** Name, for plans and messages. */
  String name();

  /**
   * The result's type, asked once at planning.
   *
   * @throws io.millrace.error.UserException if the arguments do not fit
   */
  DataType resultType(List<DataType> arguments);

  /**
   * One chunk.
   *
   * @param arguments vectors of the types that {@link #resultType} was asked about
   * @param length rows of each of them, and of the result
   */
  Vec apply(KernelContext kernels, Vec[] arguments, int length);
}
