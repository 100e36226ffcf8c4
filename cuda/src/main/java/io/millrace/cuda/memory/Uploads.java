package io.millrace.cuda.memory;

import io.millrace.cuda.driver.CudaStream;
import io.millrace.kernels.memory.Raw;
import java.lang.foreign.MemorySegment;

/**
 * The way of host bytes to the device on one stream: gathered in pinned memory, and copied from
 * there by the device while the next part is gathered. What fits a part is one copy.
 *
 * <p>For one thread at a time.
 */
public final class Uploads {
  private final PinnedParts parts;
  private final CudaStream stream;
  private PinnedParts.Part part;
  private long filled;

  /** What of the part is on its way already, and where the rest goes. */
  private long sent;

  private long target;

  /** Uploads on a stream, through parts that others may use, too. */
  public Uploads(PinnedParts parts, CudaStream stream) {
    this.parts = parts;
    this.stream = stream;
  }

  /** What follows goes to device memory from this address on, up to {@link #finish} at least. */
  public void begin(long address) {
    send();
    target = address;
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
    if (part != null && filled == PinnedParts.BYTES) {
      finish();
    }
    if (part == null) {
      part = parts.take();
      filled = 0;
      sent = 0;
    }
    return PinnedParts.BYTES - filled;
  }

  /** Queues the copy of what was gathered; what follows goes behind it. */
  public void finish() {
    if (part != null) {
      send();
      stream.record(part.done());
      part = null;
    }
  }

  private void send() {
    if (part != null && filled > sent) {
      long from = sent;
      long to = target;
      // What fails is not sent again with the next: its memory may be another's by then.
      sent = filled;
      target += filled - from;
      stream.upload(to, part.memory(), from, filled - from);
    }
  }
}
