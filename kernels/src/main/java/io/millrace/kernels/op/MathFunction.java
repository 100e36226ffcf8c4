package io.millrace.kernels.op;

import io.millrace.kernels.types.DataType;

/** Functions of one number. */
public enum MathFunction {
  /** Wraps at the least integer. Keeps the lane: {@code INT64} or {@code FLOAT64}. */
  NEGATE,
  /** Wraps at the least integer. */
  ABS,
  /** Integers unchanged; doubles stay doubles. */
  FLOOR,
  /** Integers unchanged; doubles stay doubles. */
  CEIL,
  /** Always a double; NaN below zero. */
  SQRT;

  /** The result's type for an operand's type. */
  public DataType resultType(DataType operand) {
    if (this == SQRT || operand.kind().isFloating()) {
      return DataType.FLOAT64;
    }
    return operand.equals(DataType.UINT64) ? DataType.UINT64 : DataType.INT64;
  }
}
