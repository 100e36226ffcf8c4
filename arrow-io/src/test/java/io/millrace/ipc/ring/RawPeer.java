package io.millrace.ipc.ring;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A client of a ring that was written from the protocol's page alone, with numbers for names, and
 * may break each of its rules.
 */
final class RawPeer implements AutoCloseable {
  final SocketChannel socket;
  FileChannel file;
  ByteBuffer memory;
  Path path;

  RawPeer(Path socketPath) throws IOException {
    socket = SocketChannel.open(UnixDomainSocketAddress.of(socketPath));
  }

  static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  void send(int type, ByteBuffer payload) throws IOException {
    payload.flip();
    ByteBuffer message = bytes(8 + payload.remaining());
    message.putInt(type).putInt(payload.remaining()).put(payload).flip();
    while (message.hasRemaining()) {
      socket.write(message);
    }
  }

  /** Type and payload; null at the end. */
  record Message(int type, ByteBuffer payload) {
    String text() {
      return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }
  }

  Message receive() throws IOException {
    ByteBuffer header = bytes(8);
    if (!fill(header)) {
      return null;
    }
    ByteBuffer payload = bytes(header.getInt(4));
    fill(payload);
    return new Message(header.getInt(0), payload.flip());
  }

  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Says hello, maps the segment and checks it byte by byte. */
  RawPeer attach(boolean writer) throws IOException {
    send(1, bytes(16).putInt(1).putInt(writer ? 1 : 2).putInt(4711).putInt(0));
    ByteBuffer welcome = receive().payload();
    if (welcome.getInt() != 1 || welcome.getInt() != 0) {
      throw new AssertionError("version");
    }
    long token = welcome.getLong();
    path = Path.of(StandardCharsets.UTF_8.decode(welcome).toString());
    if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).equals("rw-------")) {
      throw new AssertionError("mode");
    }
    file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    memory = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
    memory.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    memory.get(0, magic);
    boolean right =
        new String(magic, StandardCharsets.US_ASCII).equals("MILLRING")
            && memory.getInt(8) == 1
            && memory.getLong(24) == (4096 + slots() * 64L + 4095) / 4096 * 4096
            && memory.getLong(32) == memory.getLong(24) + slots() * slotBytes()
            && memory.getLong(32) == file.size()
            && memory.getLong(40) == token;
    if (!right) {
      throw new AssertionError("header");
    }
    send(3, bytes(0));
    return this;
  }

  int slots() {
    return memory.getInt(12);
  }

  long slotBytes() {
    return memory.getLong(16);
  }

  int payload(int slot) {
    return (int) (memory.getLong(24) + slot * slotBytes());
  }

  /** Fills a slot and says so. */
  void publish(int slot, long sequence, byte[] stream) throws IOException {
    memory.put(payload(slot), stream);
    memory.putLong(4096 + 64 * slot + 8, stream.length);
    memory.putLong(4096 + 64 * slot, sequence);
    published(slot, sequence, stream.length);
  }

  void published(int slot, long sequence, long length) throws IOException {
    send(4, bytes(24).putInt(slot).putInt(0).putLong(sequence).putLong(length));
  }

  void released(int slot, long sequence) throws IOException {
    send(5, bytes(16).putInt(slot).putInt(0).putLong(sequence));
  }

  void end(long count) throws IOException {
    send(6, bytes(8).putLong(count));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    if (file != null) {
      file.close();
    }
  }
}
