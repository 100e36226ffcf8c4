package io.millrace.flight.topic;

/** A reader did not keep up with what it reads, and was cut off. */
public final class SlowReaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlowReaderException(String message) {
    super(message);
  }
}
