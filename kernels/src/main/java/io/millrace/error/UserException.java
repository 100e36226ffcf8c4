package io.millrace.error;

/**
 * The program or its configuration asks for something that has no meaning or cannot be served: an
 * unknown column, a type that does not fit, a window that is no multiple of the interval. Raised at
 * planning wherever it can be known then.
 */
public final class UserException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** An error with its message only. */
  public UserException(String message) {
    super(message, null);
  }

  /** An error with the failure behind it. */
  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
