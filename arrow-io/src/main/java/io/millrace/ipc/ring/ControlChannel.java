package io.millrace.ipc.ring;

import io.millrace.error.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/** A ring's control socket. Any thread may send; one receives. */
final class ControlChannel implements AutoCloseable {
  private final ByteChannel channel;
  private final ReentrantLock turn = new ReentrantLock();
  private final ByteBuffer header =
      ByteBuffer.allocateDirect(RingMessage.HEADER).order(ByteOrder.LITTLE_ENDIAN);

  /** The channel is closed with this. */
  ControlChannel(ByteChannel channel) {
    this.channel = channel;
  }

  /** Sends a message. There is always room for it, so this does not wait. */
  void send(RingMessage message) throws IOException {
    ByteBuffer bytes = message.encoded();
    turn.lock();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * Waits for a message; null if the peer is gone.
   *
   * @throws DataException if it is none
   */
  RingMessage receive() throws IOException {
    header.clear();
    if (!fill(header)) {
      return null;
    }
    int length = header.getInt(4);
    if (length < 0 || length > RingMessage.LONGEST) {
      throw new DataException(
          "A ring's message has at most 4096 bytes: length=" + Integer.toUnsignedString(length));
    }
    ByteBuffer payload = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (!fill(payload)) {
      return null;
    }
    return RingMessage.parse(header.getInt(0), payload.flip());
  }

  /**
   * Waits for a message of one kind.
   *
   * @throws EOFException if the peer is gone, or says that it has failed
   * @throws DataException if it sends another one
   */
  <M extends RingMessage> M receive(Class<M> kind) throws IOException {
    RingMessage message = receive();
    return switch (message) {
      case null -> throw new EOFException("went away before " + kind.getSimpleName());
      case RingMessage.Failed failed -> throw new EOFException("failed: " + failed.reason());
      case RingMessage expected when kind.isInstance(expected) -> kind.cast(expected);
      case RingMessage other ->
          throw new DataException(
              "A ring's messages come in order: expected="
                  + kind.getSimpleName()
                  + ", message="
                  + other
                  + ".");
    };
  }

  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Tells the peer why the connection ends, as far as it still listens. */
  void fail(String reason) throws IOException {
    try {
      send(new RingMessage.Failed(reason));
    } finally {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
