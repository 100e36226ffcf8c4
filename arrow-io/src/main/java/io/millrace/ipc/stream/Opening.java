package io.millrace.ipc.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A channel that remembers whether it has ended, and, until it is told to stop, what was read from
 * it: so that the columns of a stream can be read before there is anybody to read its batches.
 */
final class Opening implements ReadableByteChannel {
  private final ReadableByteChannel channel;
  private ByteBuffer recorded;
  private ByteBuffer again = ByteBuffer.allocate(0);
  private boolean ended;

  Opening(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** From here on what is read can be read again, after {@link #rewind}. */
  void record() {
    recorded = ByteBuffer.allocate(4096);
  }

  /** What was recorded comes again, then the rest. */
  void rewind() {
    again = recorded.flip();
    recorded = null;
  }

  /** Whether the channel has ended. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (again.hasRemaining()) {
      int count = Math.min(to.remaining(), again.remaining());
      to.put(again.slice(again.position(), count));
      again.position(again.position() + count);
      return count;
    }
    int from = to.position();
    int count = channel.read(to);
    ended |= count < 0;
    if (recorded != null && count > 0) {
      record(to.slice(from, count));
    }
    return count;
  }

  private void record(ByteBuffer bytes) {
    if (recorded.remaining() < bytes.remaining()) {
      int needed = recorded.position() + bytes.remaining();
      recorded = ByteBuffer.allocate(2 * needed).put(recorded.flip());
    }
    recorded.put(bytes);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
