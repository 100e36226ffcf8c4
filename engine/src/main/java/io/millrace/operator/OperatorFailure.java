package io.millrace.operator;

/** Carries a failure out of an operator, together with the operator's name. Never seen by users. */
public final class OperatorFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String operator;

  OperatorFailure(String operator, Throwable cause) {
    super(operator, cause, true, false);
    this.operator = operator;
  }

  /** The operator in words. */
  public String operator() {
    return operator;
  }
}
