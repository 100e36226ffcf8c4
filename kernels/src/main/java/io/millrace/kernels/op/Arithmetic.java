package io.millrace.kernels.op;

/** Arithmetic on two numbers of one lane. */
public enum Arithmetic {
  /** Sum; wraps on longs. */
  ADD("+"),
  /** Difference; wraps on longs. */
  SUBTRACT("-"),
  /** Product; wraps on longs. */
  MULTIPLY("*"),
  /** On longs truncating, null and counted at zero; on doubles as IEEE 754. */
  DIVIDE("/"),
  /** Sign of the dividend, null and counted at integer zero; on doubles as Java's {@code %}. */
  MODULO("%"),
  /** Largest integer not above the quotient; longs only, null and counted at zero. */
  FLOOR_DIVIDE("div"),
  /** The smaller; in the total order of doubles. */
  LEAST("least"),
  /** The greater; in the total order of doubles. */
  GREATEST("greatest");

  private final String symbol;

  Arithmetic(String symbol) {
    this.symbol = symbol;
  }

  /** As written in expressions. */
  public String symbol() {
    return symbol;
  }
}
