package io.millrace.error;

/**
 * Root of everything Millrace throws on purpose. The four kinds tell who has to act: the user
 * ({@link UserException}), whoever made the data ({@link DataException}), whoever runs the machine
 * ({@link DeviceException}) or the developers ({@link InternalException}).
 *
 * <p>Messages follow one form: the rule that was broken, then {@code name=value} pairs, then what
 * to do.
 */
public abstract sealed class MillraceException extends RuntimeException
    permits UserException, DataException, DeviceException, InternalException {
  private static final long serialVersionUID = 1L;

  MillraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
