package io.millrace.cli.run;

/** There is no program of the name that was given. */
public final class NoSuchProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  NoSuchProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
