package io.millrace.expr;

import io.millrace.error.UserException;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.List;

/** A function of the user's, held to what it declared. */
record UserFunction(ScalarFunction function, DataType type) implements Bound.Kernel {
  static UserFunction of(ScalarFunction function, List<DataType> arguments) {
    DataType type = function.resultType(arguments);
    if (type == null) {
      throw new UserException(
          "A function must declare its result's type: function="
              + function.name()
              + ", arguments="
              + arguments
              + ", type=null.");
    }
    return new UserFunction(function, type);
  }

  @Override
  public Vec apply(KernelContext kernels, Vec[] operands, int length) {
    Vec result = function.apply(kernels, operands, length);
    if (result == null || result.length() != length || result.type().lane() != type.lane()) {
      throw new UserException(
          "A function must give one value a row, of the type that it declared: function="
              + function.name()
              + ", declared="
              + type
              + ", rows="
              + length
              + ", result="
              + (result == null ? "null" : result.type() + " x " + result.length())
              + ". Mend the function.");
    }
    return result;
  }
}
