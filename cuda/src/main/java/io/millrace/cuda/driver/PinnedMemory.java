package io.millrace.cuda.driver;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Host memory that stays in place, for copies that overlap with other work. One owner. Its contents
 * must not change while a copy from it is under way, nor be read before a copy into it is done.
 */
public final class PinnedMemory implements AutoCloseable {
  private final Pointer pointer;
  private final MemorySegment segment;
  private boolean closed;

  PinnedMemory(Pointer pointer, long bytes) {
    this.pointer = pointer;
    this.segment = MemorySegment.ofBuffer(pointer.getByteBuffer(0, bytes));
  }

  /** The memory; not to be used after close. */
  public MemorySegment segment() {
    return segment;
  }

  /** Its size. */
  public long bytes() {
    return segment.byteSize();
  }

  Pointer at(long offset, long length) {
    if (closed) {
      throw new IllegalStateException("rule: pinned memory is open; closed=true");
    }
    return Addresses.host(segment.asSlice(offset, length).address());
  }

  /** Frees the memory; a second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Calls.released(
          JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost", "address", segment.address());
    }
  }
}
