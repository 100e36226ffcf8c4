package io.millrace.kernels.cpu.build;

import io.millrace.kernels.memory.Raw;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A native buffer that doubles when it is full. */
public final class GrowingBuffer implements AutoCloseable {
  private static final long SMALLEST = 1024;

  private final BufferAllocator allocator;
  private ArrowBuf buffer;

  /** Empty; memory comes from {@code allocator}, and belongs to this object until released. */
  public GrowingBuffer(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * Makes it hold {@code needed} bytes, keeping the first {@code used}; returns where it now
   * begins.
   */
  public long reserve(long used, long needed) {
    if (buffer == null || needed > buffer.capacity()) {
      long doubled = buffer == null ? SMALLEST : 2 * buffer.capacity();
      ArrowBuf grown = allocator.buffer(Math.max(needed, doubled));
      if (used > 0) {
        Raw.copy(buffer.memoryAddress(), grown.memoryAddress(), used);
      }
      close();
      buffer = grown;
    }
    return buffer.memoryAddress();
  }

  /** Where it begins; 0 before the first reserve. */
  public long address() {
    return buffer == null ? 0 : buffer.memoryAddress();
  }

  /**
   * The buffer with its writer index behind {@code bytes}; empty if nothing was reserved. It stays
   * with this object.
   */
  public ArrowBuf view(long bytes) {
    if (buffer == null) {
      return allocator.getEmpty();
    }
    buffer.writerIndex(bytes);
    return buffer;
  }

  /** Forgets the buffer: it has a new owner. */
  public void release() {
    buffer = null;
  }

  @Override
  public void close() {
    if (buffer != null) {
      buffer.close();
      buffer = null;
    }
  }
}
