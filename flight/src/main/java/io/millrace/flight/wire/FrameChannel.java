package io.millrace.flight.wire;

import io.grpc.HasByteBuffer;
import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.IpcLimits;
import io.millrace.ipc.format.MessageParser;
import io.millrace.ipc.format.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * A call's messages as one Arrow IPC stream, for {@link io.millrace.ipc.read.IpcStreamReader}:
 * before each message's metadata come the words that a stream has there. Bodies go straight from
 * gRPC's buffers into the reader's memory. For one thread.
 */
public final class FrameChannel implements ReadableByteChannel {
  private final InboundFrames frames;
  private final Origin origin;
  private final IpcLimits limits;
  private InboundFrame frame;
  private boolean begun;
  private ByteBuffer metadata = ByteBuffer.allocate(0);
  private long bodyLeft;
  private boolean ended;

  /**
   * A stream over what comes.
   *
   * @param first the message that was read already, to learn what the call is about; this closes it
   */
  public FrameChannel(InboundFrame first, InboundFrames frames, String name, IpcLimits limits) {
    this.frames = frames;
    this.origin = new Origin(name);
    this.limits = limits;
    this.frame = first;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (!ended && !metadata.hasRemaining() && bodyLeft == 0) {
      advance();
    }
    if (ended) {
      return -1;
    }
    return metadata.hasRemaining() ? readMetadata(target) : readBody(target);
  }

  private void advance() throws IOException {
    if (begun) {
      frame.close();
      InboundFrame next = frames.next();
      if (next == null) {
        ended = true;
        return;
      }
      frame = next;
    }
    begun = true;
    begin();
  }

  /** A message without metadata carries no data: the client's own words, or a descriptor. */
  private void begin() {
    byte[] header = frame.header();
    bodyLeft = header.length == 0 ? 0 : frame.bodyBytes();
    if (header.length == 0) {
      return;
    }
    int padded = (header.length + Framing.REQUIRED_ALIGNMENT - 1) & -Framing.REQUIRED_ALIGNMENT;
    requireSameBody(Arrays.copyOf(header, padded));
    metadata = ByteBuffer.allocate(Framing.PREFIX + padded).order(ByteOrder.LITTLE_ENDIAN);
    metadata.putInt(Framing.CONTINUATION).putInt(padded).put(header).rewind();
  }

  /** Otherwise the next message would be read as part of this one's body. */
  private void requireSameBody(byte[] header) {
    long declared = MessageParser.parse(header, 0, origin, limits).bodyBytes();
    if (declared != bodyLeft) {
      throw origin.wrong(
          "A message brings the body that its metadata declares",
          0,
          "declared=" + declared + ", brought=" + bodyLeft);
    }
  }

  private int readMetadata(ByteBuffer target) {
    int count = Math.min(target.remaining(), metadata.remaining());
    target.put(metadata.slice().limit(count));
    metadata.position(metadata.position() + count);
    return count;
  }

  private int readBody(ByteBuffer target) throws IOException {
    int count = (int) Math.min(target.remaining(), bodyLeft);
    InputStream body = frame.body();
    if (body instanceof HasByteBuffer buffers && buffers.byteBufferSupported()) {
      count = transfer(buffers.getByteBuffer(), body, target, count);
    } else {
      byte[] bytes = body.readNBytes(count);
      target.put(bytes);
      count = bytes.length;
    }
    if (count == 0) {
      throw new MalformedFrameException("A body is as long as its field says");
    }
    bodyLeft -= count;
    return count;
  }

  private static int transfer(ByteBuffer from, InputStream body, ByteBuffer target, int most)
      throws IOException {
    int count = Math.min(most, from.remaining());
    target.put(from.slice(from.position(), count));
    body.skipNBytes(count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return !ended;
  }

  @Override
  public void close() {
    ended = true;
    frame.close();
  }
}
