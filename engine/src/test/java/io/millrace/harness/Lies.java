package io.millrace.harness;

import io.millrace.expr.ScalarFunction;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.List;
import java.util.function.UnaryOperator;

/** A function that declares one type and gives what it likes. */
public record Lies(DataType declared, UnaryOperator<Vec> body) implements ScalarFunction {
  /** A function that declares a type and gives what its body makes of the first argument. */
  public static Lies of(DataType declared, UnaryOperator<Vec> body) {
    return new Lies(declared, body);
  }

  @Override
  public String name() {
    return "lies";
  }

  @Override
  public DataType resultType(List<DataType> arguments) {
    return declared;
  }

  @Override
  public Vec apply(KernelContext kernels, Vec[] arguments, int length) {
    return body.apply(arguments[0]);
  }
}
