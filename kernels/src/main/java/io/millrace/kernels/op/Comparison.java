package io.millrace.kernels.op;

/** Comparisons of two values of one lane. */
public enum Comparison {
  /** Equal; NaN equals NaN, -0.0 equals 0.0. */
  EQUAL("="),
  /** Not equal. */
  NOT_EQUAL("<>"),
  /** Less, in the total order of doubles, by unsigned bytes for text. */
  LESS("<"),
  /** Less or equal. */
  LESS_OR_EQUAL("<="),
  /** Greater. */
  GREATER(">"),
  /** Greater or equal. */
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  Comparison(String symbol) {
    this.symbol = symbol;
  }

  /** As written in expressions. */
  public String symbol() {
    return symbol;
  }

  /** The comparison that holds for (b, a) exactly when this one holds for (a, b). */
  public Comparison mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }
}
