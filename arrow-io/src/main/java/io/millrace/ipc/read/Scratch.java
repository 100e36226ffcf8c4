package io.millrace.ipc.read;

import io.millrace.ipc.format.Origin;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Buffers that reading one message needed beyond its body. Closing releases one reference of each;
 * what a batch retained lives on.
 */
final class Scratch implements AutoCloseable {
  private final BufferAllocator allocator;
  private final Origin origin;
  private final long limit;
  private final List<ArrowBuf> buffers = new ArrayList<>();
  private long left;
  private long copied;

  Scratch(BufferAllocator allocator, Origin origin, long limit) {
    this.allocator = allocator;
    this.origin = origin;
    this.limit = limit;
    this.left = limit;
  }

  /** A buffer, if the message's limit allows for it. Contents are undefined. */
  ArrowBuf allocate(long bytes, long at) {
    if (bytes > left) {
      throw origin.wrong(
          "A message must stay within the limit of memory",
          at,
          "bytes=" + bytes + ", left=" + left + ", limit=" + limit);
    }
    left -= bytes;
    ArrowBuf buffer = allocator.buffer(Math.max(1, bytes));
    buffers.add(buffer);
    return buffer;
  }

  /** A small buffer of zeros. */
  ArrowBuf zeros(long bytes, long at) {
    ArrowBuf buffer = allocate(bytes, at);
    buffer.setZero(0, bytes);
    return buffer;
  }

  /** Counts bytes that were copied. */
  void copied(long bytes) {
    copied += bytes;
  }

  /** Bytes copied for this message. */
  long copied() {
    return copied;
  }

  @Override
  public void close() {
    buffers.forEach(ArrowBuf::close);
    buffers.clear();
  }
}
