package io.millrace.kernels.cpu.scratch;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Native memory for bytes that kernels make, handed out piece by piece and taken back all at once.
 * Buffers are kept over a reset, up to a bound, so the steady state allocates nothing.
 */
final class ByteArena implements AutoCloseable {
  private static final long SMALLEST_BUFFER = 64 << 10;
  private static final long KEPT_BYTES = 16 << 20;

  /**
   * Readable and writable bytes past the end of each piece, so that kernels may work in whole
   * 64-bit words.
   */
  static final int SLACK = 8;

  private final BufferAllocator allocator;
  private final List<ArrowBuf> buffers = new ArrayList<>();
  private int current = -1;
  private long position;
  private long limit;
  private long keptBytes;

  ByteArena(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** The address of {@code bytes} bytes, with {@link #SLACK} more behind them. */
  long take(long bytes) {
    long needed = bytes + SLACK;
    while (limit - position < needed) {
      advance(needed);
    }
    long address = position;
    position += bytes;
    return address;
  }

  /** Gives back the last {@code bytes} bytes of the piece that was taken last. */
  void giveBack(long bytes) {
    position -= bytes;
  }

  private void advance(long needed) {
    if (current + 1 == buffers.size()) {
      long doubled = buffers.isEmpty() ? SMALLEST_BUFFER : 2 * buffers.getLast().capacity();
      ArrowBuf buffer = allocator.buffer(Math.max(needed, Math.min(doubled, KEPT_BYTES / 4)));
      keptBytes += buffer.capacity();
      buffers.add(buffer);
    }
    use(current + 1);
  }

  private void use(int index) {
    current = index;
    position = buffers.get(index).memoryAddress();
    limit = position + buffers.get(index).capacity();
  }

  /** Takes back all pieces. */
  void reset() {
    current = -1;
    position = 0;
    limit = 0;
    while (keptBytes > KEPT_BYTES) {
      ArrowBuf last = buffers.removeLast();
      keptBytes -= last.capacity();
      last.close();
    }
  }

  @Override
  public void close() {
    buffers.forEach(ArrowBuf::close);
    buffers.clear();
    keptBytes = 0;
    reset();
  }
}
