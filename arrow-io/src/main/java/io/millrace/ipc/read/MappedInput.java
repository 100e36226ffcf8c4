package io.millrace.ipc.read;

import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.memory.Raw;

/** The messages of a mapped file that holds a stream. Bodies are parts of the map. */
final class MappedInput implements MessageInput {
  private final MappedFile file;
  private long position;

  MappedInput(MappedFile file) {
    this.file = file;
  }

  @Override
  public Origin origin() {
    return file.origin();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public byte[] metadata(int limit) {
    long left = file.size() - position;
    if (left == 0) {
      return null;
    }
    if (left < Framing.PREFIX) {
      throw origin().wrong("A stream ends between messages", position, "left=" + left);
    }
    int length =
        StreamPrefix.length(
            Raw.getInt(file.address(position)),
            Raw.getInt(file.address(position + 4)),
            limit,
            position,
            origin());
    if (length == 0) {
      return null;
    }
    requireLeft(length, left - Framing.PREFIX);
    byte[] metadata = file.copy(position + Framing.PREFIX, length);
    position += Framing.PREFIX + length;
    return metadata;
  }

  @Override
  public Body body(long length) {
    requireLeft(length, file.size() - position);
    Body body = file.body(position, length);
    position += length;
    return body;
  }

  private void requireLeft(long length, long left) {
    if (length > left) {
      throw origin()
          .wrong(
              "A message must lie within its file",
              position,
              "length=" + length + ", left=" + left);
    }
  }

  @Override
  public void release() {
    // The map is released when the input is closed.
  }

  @Override
  public void close() {
    file.close();
  }
}
