package io.millrace.kernels.group;

import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * One aggregate of a group table.
 *
 * @param name the result column's name
 * @param function what is computed
 * @param input the input vector's type, null exactly for {@code COUNT_ALL}
 */
public record Aggregate(String name, AggregateFunction function, DataType input) {
  /**
   * Checks that there is an input where one is taken.
   *
   * @throws InternalException if there is none, or one too many
   */
  public Aggregate {
    if ((input == null) != (function == AggregateFunction.COUNT_ALL)) {
      throw new InternalException(
          "An aggregate has an input unless it counts rows: function="
              + function
              + ", input="
              + input
              + ".");
    }
  }

  /**
   * Whether a partial state can be taken out of another again without a trace: no rounding, no
   * order.
   */
  public boolean deductsExactly() {
    return switch (function) {
      case COUNT_ALL, COUNT -> true;
      case SUM -> !input.kind().isFloating();
      case MIN, MAX, MEAN, VARIANCE, STDDEV, FIRST, LAST, APPROX_DISTINCT -> false;
    };
  }

  /** The type of the finished value. */
  public DataType resultType() {
    return switch (function) {
      case COUNT_ALL, COUNT, APPROX_DISTINCT -> DataType.INT64;
      case MEAN, VARIANCE, STDDEV -> DataType.FLOAT64;
      case MIN, MAX, FIRST, LAST -> input;
      case SUM -> sumType();
    };
  }

  private DataType sumType() {
    if (input.kind().isFloating()) {
      return DataType.FLOAT64;
    }
    if (input.kind() == Kind.DURATION) {
      return input;
    }
    return input.kind().isUnsigned() ? DataType.UINT64 : DataType.INT64;
  }
}
