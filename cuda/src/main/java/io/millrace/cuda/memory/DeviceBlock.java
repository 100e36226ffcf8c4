package io.millrace.cuda.memory;

/**
 * Device memory from a {@link DeviceHeap}. One owner. Once closed it may be handed out again: work
 * that is queued later on the heap's stream may use it then, and comes after all work queued
 * before.
 */
public final class DeviceBlock implements AutoCloseable {
  private final DeviceHeap heap;
  private final long address;
  private final long bytes;
  private final boolean fresh;
  private boolean closed;

  DeviceBlock(DeviceHeap heap, long address, long bytes, boolean fresh) {
    this.fresh = fresh;
    this.heap = heap;
    this.address = address;
    this.bytes = bytes;
  }

  /** The device's address of the first byte, a multiple of 256. */
  public long address() {
    return address;
  }

  /** Its size, at least what was asked for. */
  public long bytes() {
    return bytes;
  }

  /** Whether it came from the driver just now: no work was ever queued that uses it. */
  boolean isFresh() {
    return fresh;
  }

  /** Gives the memory back; a second time does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      heap.giveBack(this);
    }
  }
}
