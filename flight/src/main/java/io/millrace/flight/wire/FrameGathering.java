package io.millrace.flight.wire;

import io.millrace.ipc.format.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes an Arrow IPC stream from {@link io.millrace.ipc.write.IpcStreamWriter}, one message a
 * write, and sends each as a Flight message. For one thread.
 */
public final class FrameGathering implements GatheringByteChannel {
  private final FrameSender sender;
  private final AtomicLong copied;
  private byte[] appMetadata = {};

  /**
   * A channel into a call.
   *
   * @param copied gets the bytes of bodies as they are copied on their way to gRPC
   */
  public FrameGathering(FrameSender sender, AtomicLong copied) {
    this.copied = copied;
    this.sender = sender;
  }

  /** What is added to the messages that follow. */
  public void appMetadata(byte[] bytes) {
    appMetadata = bytes;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    ByteBuffer prefix = sources[offset].duplicate().order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[prefix.getInt(prefix.position() + Integer.BYTES)];
    long bytes = Framing.PREFIX;
    sources[offset].position(sources[offset].limit());
    int filled = 0;
    List<ByteBuffer> body = new ArrayList<>(length);
    for (ByteBuffer source : List.of(sources).subList(offset + 1, offset + length)) {
      bytes += source.remaining();
      if (filled < header.length) {
        int count = source.remaining();
        source.get(header, filled, count);
        filled += count;
      } else if (source.hasRemaining()) {
        body.add(source.duplicate());
        source.position(source.limit());
      }
    }
    sender.send(new OutboundFrame(header, appMetadata, body, copied));
    return bytes;
  }

  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return write(sources, 0, sources.length);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) write(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // the call is ended by its owner
  }
}
