package io.millrace.harness;

import io.millrace.expr.ScalarFunction;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.op.Comparison;
import io.millrace.kernels.types.DataType;
import java.util.List;
import java.util.function.Supplier;

/**
 * A function that gives its argument back, and throws in each chunk that holds a given value.
 *
 * @param value where it throws, an {@code INT64}
 * @param failure makes what it throws
 */
public record Fault(long value, Supplier<? extends Throwable> failure) implements ScalarFunction {
  @Override
  public String name() {
    return "fault";
  }

  @Override
  public DataType resultType(List<DataType> arguments) {
    return DataType.INT64;
  }

  @Override
  public Vec apply(KernelContext kernels, Vec[] arguments, int length) {
    Vec wanted = kernels.literal(DataType.INT64, value, length);
    if (kernels.select(kernels.compare(Comparison.EQUAL, arguments[0], wanted)).length() > 0) {
      throw Thrown.sneaky(failure.get());
    }
    return arguments[0];
  }
}
