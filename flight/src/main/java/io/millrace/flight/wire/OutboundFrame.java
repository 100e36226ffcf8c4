package io.millrace.flight.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One {@code FlightData} message to be sent.
 *
 * @param header metadata of an IPC message
 * @param appMetadata what the server adds, may be empty
 * @param body the message's body in pieces, which stay as they are until gRPC has taken the message
 * @param copied gets the bytes of the body as they are copied on their way to gRPC
 */
public record OutboundFrame(
    byte[] header, byte[] appMetadata, List<ByteBuffer> body, AtomicLong copied) {
  private static final int HEADER = 2;
  private static final int APP_METADATA = 3;
  private static final int BODY = 1000;

  /** All bytes of the message, in a form that gRPC drains without asking for a copy first. */
  InputStream stream() {
    long bodyBytes = body.stream().mapToLong(ByteBuffer::remaining).sum();
    ByteArrayOutputStream small = new ByteArrayOutputStream(header.length + 32);
    try {
      if (header.length > 0) {
        ProtobufBytes.field(small, HEADER, header.length);
        small.write(header);
      }
      if (appMetadata.length > 0) {
        ProtobufBytes.field(small, APP_METADATA, appMetadata.length);
        small.write(appMetadata);
      }
      if (bodyBytes > 0) {
        ProtobufBytes.field(small, BODY, bodyBytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FrameStream(small.toByteArray(), body, copied);
  }
}
