package io.millrace.ipc.read;

import io.millrace.ipc.format.Origin;
import java.io.IOException;

/** Where a stream's messages come from, one after the other. */
sealed interface MessageInput extends AutoCloseable permits MappedInput, ChannelInput {
  /** The name of the input. */
  Origin origin();

  /** Where the next byte lies. */
  long position();

  /**
   * Copies the metadata of the next message; null at the end of the stream.
   *
   * @param limit the longest that is read
   */
  byte[] metadata(int limit) throws IOException;

  /**
   * The body of the message whose metadata was read. It is alive until {@link #release}.
   *
   * @param length not negative
   */
  Body body(long length) throws IOException;

  /** The body is no longer needed here; what retained parts of it keeps them. */
  void release();

  @Override
  void close() throws IOException;
}
