package io.millrace.flight.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A message as gRPC takes it: some bytes, then pieces of memory. */
final class FrameStream extends InputStream implements KnownLength, Drainable {
  /** Memory passes through a piece of heap of this size, since gRPC takes arrays only. */
  private static final int CHUNK = 64 << 10;

  private final ByteBuffer[] pieces;
  private final AtomicLong copied;
  private int next;

  FrameStream(byte[] first, List<ByteBuffer> body, AtomicLong copied) {
    this.copied = copied;
    pieces = new ByteBuffer[body.size() + 1];
    pieces[0] = ByteBuffer.wrap(first);
    for (int i = 0; i < body.size(); i++) {
      pieces[i + 1] = body.get(i).duplicate();
    }
  }

  @Override
  public int available() {
    long left = 0;
    for (int i = next; i < pieces.length; i++) {
      left += pieces[i].remaining();
    }
    return Math.toIntExact(left);
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, available()))];
    int drained = 0;
    for (int read = read(chunk); read > 0; read = read(chunk)) {
      target.write(chunk, 0, read);
      drained += read;
    }
    return drained;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int read = 0;
    while (read < length && next < pieces.length) {
      int count = Math.min(length - read, pieces[next].remaining());
      pieces[next].get(into, offset + read, count);
      copied.addAndGet(next == 0 ? 0 : count);
      read += count;
      if (!pieces[next].hasRemaining()) {
        next++;
      }
    }
    return read == 0 && length > 0 ? -1 : read;
  }
}
