package io.millrace.error;

/** A defect in Millrace itself: an invariant that did not hold. Please report it. */
public final class InternalException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** An error with its message only. */
  public InternalException(String message) {
    super(message, null);
  }

  /** An error with the failure behind it. */
  public InternalException(String message, Throwable cause) {
    super(message, cause);
  }
}
