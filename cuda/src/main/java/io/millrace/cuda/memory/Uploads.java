package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.driver.CudaEvent;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.driver.PinnedMemory;
import io.millrace.kernels.memory.Raw;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of host bytes to the device: gathered in pinned memory, and copied from there by the
 * device while the next part is gathered. A batch that fits a part is one copy.
 *
 * <p>For one thread at a time.
 */
public final class Uploads implements AutoCloseable {
  /** Copies of this size reach the link's rate. */
  private static final long PART = 16L << 20;

  private static final int PARTS = 3;

  private final CudaStream stream;
  private final List<Part> parts = new ArrayList<>();
  private Part part;
  private int next;
  private long filled;
  private long target;
  private long copied;

  /** Parts that a copy may be reading, each with the event that tells when it is done. */
  private record Part(PinnedMemory memory, CudaEvent done) {}

  /** Pinned memory for uploads on a stream. */
  public Uploads(CudaContext context, CudaStream stream) {
    this.stream = stream;
    for (int i = 0; i < PARTS; i++) {
      parts.add(new Part(context.allocatePinned(PART), CudaStream.event()));
    }
  }

  /** What follows goes to device memory from this address on, up to {@link #finish}. */
  public void begin(long address) {
    target = address;
    filled = 0;
    part = null;
  }

  /** Bytes from host memory, which may change once this returns. */
  public void put(long address, long bytes) {
    long from = address;
    long left = bytes;
    while (left > 0) {
      long count = Math.min(left, room());
      Raw.copy(from, part.memory().segment().address() + filled, count);
      filled += count;
      from += count;
      left -= count;
    }
    copied += bytes;
  }

  /** Bytes of an array or other segment, which may change once this returns. */
  public void put(MemorySegment bytes) {
    long from = 0;
    while (from < bytes.byteSize()) {
      long count = Math.min(bytes.byteSize() - from, room());
      MemorySegment.copy(bytes, from, part.memory().segment(), filled, count);
      filled += count;
      from += count;
    }
    copied += bytes.byteSize();
  }

  /** Zeros. */
  public void pad(long bytes) {
    long left = bytes;
    while (left > 0) {
      long count = Math.min(left, room());
      part.memory().segment().asSlice(filled, count).fill((byte) 0);
      filled += count;
      left -= count;
    }
  }

  private long room() {
    if (part != null && filled == PART) {
      flush();
    }
    if (part == null) {
      part = parts.get(next);
      next = (next + 1) % PARTS;
      part.done().synchronize();
    }
    return PART - filled;
  }

  private void flush() {
    stream.upload(target, part.memory(), 0, filled);
    stream.record(part.done());
    target += filled;
    filled = 0;
    part = null;
  }

  /** Queues the copy of what is left. */
  public void finish() {
    if (part != null) {
      flush();
    }
  }

  /** Bytes that went up so far. */
  public long copied() {
    return copied;
  }

  /** Frees the pinned memory; no copy is under way any more. */
  @Override
  public void close() {
    for (Part each : parts) {
      each.done().close();
      each.memory().close();
    }
    parts.clear();
  }
}
