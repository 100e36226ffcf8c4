package io.millrace.flight.wire;

import io.grpc.Detachable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * One {@code FlightData} message that came in: its small fields are read, its body still lies in
 * gRPC's buffers and is read from there once. To be closed.
 */
public final class InboundFrame implements AutoCloseable {
  private static final int DESCRIPTOR = 1;
  private static final int HEADER = 2;
  private static final int APP_METADATA = 3;
  private static final int BODY = 1000;

  private static final byte[] NOTHING = {};

  private final InputStream in;
  private byte[] descriptor = NOTHING;
  private byte[] header = NOTHING;
  private byte[] appMetadata = NOTHING;
  private long bodyBytes;

  private InboundFrame(InputStream in) {
    this.in = in;
  }

  /** Takes a message's bytes over from gRPC; called on gRPC's thread, parses nothing. */
  static InboundFrame detached(InputStream message) {
    try {
      return new InboundFrame(
          message instanceof Detachable detachable
              ? detachable.detach()
              : new ByteArrayInputStream(message.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the fields before the body.
   *
   * @throws MalformedFrameException if the bytes are no such message
   */
  public void parse() throws IOException {
    while (bodyBytes == 0) {
      long tag = ProtobufBytes.varint(in);
      if (tag == ProtobufBytes.END) {
        return;
      }
      field((int) (tag >>> 3), (int) tag & 7);
    }
  }

  private void field(int number, int wireType) throws IOException {
    if (wireType != ProtobufBytes.LENGTH_DELIMITED) {
      ProtobufBytes.skip(in, wireType);
      return;
    }
    long length = ProtobufBytes.length(in);
    switch (number) {
      case DESCRIPTOR -> descriptor = in.readNBytes((int) length);
      case HEADER -> header = in.readNBytes((int) length);
      case APP_METADATA -> appMetadata = in.readNBytes((int) length);
      case BODY -> bodyBytes = length;
      default -> in.skipNBytes(length);
    }
  }

  /** Bytes of the message that were not read yet. */
  public int bytes() throws IOException {
    return in.available();
  }

  /** The serialised descriptor, empty if there is none. */
  public byte[] descriptor() {
    return descriptor;
  }

  /** The metadata of an IPC message, empty if there is none. */
  public byte[] header() {
    return header;
  }

  /** What the client added. */
  public byte[] appMetadata() {
    return appMetadata;
  }

  /** Bytes of the body. */
  public long bodyBytes() {
    return bodyBytes;
  }

  /** Where the body's bytes come from, no others before them. */
  InputStream body() {
    return in;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
