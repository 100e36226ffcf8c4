package io.millrace.flight.wire;

import java.io.IOException;

/** Where messages go. */
@FunctionalInterface
public interface FrameSender {
  /**
   * Sends a message after waiting until the client has room for it; it has been taken when this
   * returns.
   */
  void send(OutboundFrame frame) throws IOException;
}
