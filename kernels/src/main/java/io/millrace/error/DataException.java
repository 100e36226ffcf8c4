package io.millrace.error;

/**
 * Input that cannot be read as what it claims to be: a malformed file, text that is not UTF-8 under
 * the strict policy, a value error under the strict policy.
 */
public final class DataException extends MillraceException {
  private static final long serialVersionUID = 1L;

  /** An error with its message only. */
  public DataException(String message) {
    super(message, null);
  }

  /** An error with the failure behind it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
