package io.millrace.flight.wire;

import java.io.IOException;

/** Bytes that are no {@code FlightData} message. */
public final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedFrameException(String rule) {
    super(rule + ".");
  }
}
