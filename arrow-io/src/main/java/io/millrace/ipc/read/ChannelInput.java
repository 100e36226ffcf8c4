package io.millrace.ipc.read;

import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The messages of a channel: a socket, a pipe, a file. Each body is read into memory of its own,
 * which is used again when nobody holds on to it. The channel is closed with this.
 */
final class ChannelInput implements MessageInput {
  /**
   * The first piece of a body that is allocated on the peer's word alone; the rest once that much
   * has come.
   */
  private static final long FIRST_PIECE = 1 << 20;

  private static final int LARGEST_READ = 1 << 30;

  private final ReadableByteChannel channel;
  private final Origin origin;
  private final BodyMemory memory;
  private final long limit;
  private final ByteBuffer prefix =
      ByteBuffer.allocate(Framing.PREFIX).order(ByteOrder.LITTLE_ENDIAN);
  private long position;
  private ArrowBuf body;

  ChannelInput(ReadableByteChannel channel, Origin origin, BufferAllocator allocator, long limit) {
    this.channel = channel;
    this.origin = origin;
    this.memory = new BodyMemory(allocator);
    this.limit = limit;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public byte[] metadata(int longest) throws IOException {
    prefix.clear();
    int read = fill(prefix);
    if (read == 0) {
      return null;
    }
    if (read < Framing.PREFIX) {
      throw ended(Framing.PREFIX - read);
    }
    int length =
        StreamPrefix.length(
            prefix.getInt(0), prefix.getInt(4), longest, position - Framing.PREFIX, origin);
    if (length == 0) {
      return null;
    }
    byte[] metadata = new byte[length];
    fillAll(ByteBuffer.wrap(metadata));
    return metadata;
  }

  @Override
  public Body body(long length) throws IOException {
    if (length > limit) {
      throw origin.wrong(
          "A message must stay within the limit of memory",
          position,
          "bytes=" + length + ", limit=" + limit);
    }
    long at = position;
    body = memory.takeIdle(length);
    if (body != null) {
      fillAll(body, 0, length);
      return new Body(body, 0, length, at, false);
    }
    long first = Math.min(length, FIRST_PIECE);
    body = memory.allocate(first);
    fillAll(body, 0, first);
    if (first < length) {
      ArrowBuf whole = memory.allocate(length);
      Raw.copy(body.memoryAddress(), whole.memoryAddress(), first);
      body.close();
      body = whole;
      fillAll(body, first, length);
    }
    return new Body(body, 0, length, at, false);
  }

  private void fillAll(ArrowBuf buffer, long from, long to) throws IOException {
    for (long at = from; at < to; at += LARGEST_READ) {
      long piece = Math.min(LARGEST_READ, to - at);
      fillAll(Raw.ALL.asSlice(buffer.memoryAddress() + at, piece).asByteBuffer());
    }
  }

  private void fillAll(ByteBuffer buffer) throws IOException {
    fill(buffer);
    if (buffer.hasRemaining()) {
      throw ended(buffer.remaining());
    }
  }

  private RuntimeException ended(long missing) {
    return origin.wrong("A stream ends between messages", position, "missing=" + missing);
  }

  /** Reads until the buffer is full or the channel ends. */
  private int fill(ByteBuffer buffer) throws IOException {
    int before = buffer.remaining();
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer);
      if (read < 0) {
        break;
      }
      position += read;
    }
    return before - buffer.remaining();
  }

  @Override
  public void release() {
    if (body != null) {
      body.close();
      body = null;
    }
  }

  @Override
  public void close() throws IOException {
    release();
    memory.close();
    channel.close();
  }
}
