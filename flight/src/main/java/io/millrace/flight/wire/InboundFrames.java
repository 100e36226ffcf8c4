package io.millrace.flight.wire;

import java.io.IOException;

/** The messages of one call, in order. */
@FunctionalInterface
public interface InboundFrames {
  /**
   * The next message, parsed, after waiting for it; the caller closes it. Null when the client has
   * ended.
   */
  InboundFrame next() throws IOException;
}
