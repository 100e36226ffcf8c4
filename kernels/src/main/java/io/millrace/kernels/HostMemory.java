package io.millrace.kernels;

import org.apache.arrow.memory.AllocationManager;

/**
 * Memory of the host that a device likes: buffers that come from it go up without being copied on
 * the host first. Whoever makes a root allocator may have it take its memory here, and closes this
 * after the allocator.
 */
public interface HostMemory extends AutoCloseable {
  /** For a root allocator; gives ordinary memory where this has no more. Thread-safe. */
  AllocationManager.Factory factory();

  /** Frees all; no buffer is left, and backends of its provider have been closed. */
  @Override
  void close();
}
