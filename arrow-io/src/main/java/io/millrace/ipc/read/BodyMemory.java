package io.millrace.ipc.read;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Memory for the bodies of a channel, used again once nobody holds on to a body any more: fresh
 * memory costs a page fault for every 4 KiB. What lies idle is limited. For one thread.
 */
final class BodyMemory implements AutoCloseable {
  /** Bytes that may lie idle. */
  private static final long MOST_IDLE = 32 << 20;

  /** A body that is much smaller than the memory would hold on to too much of it. */
  private static final int MOST_WASTE = 4;

  private final BufferAllocator allocator;
  private final List<ArrowBuf> known = new ArrayList<>();

  BodyMemory(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** Idle memory of at least so many bytes, with one reference for the caller; null if none is. */
  ArrowBuf takeIdle(long bytes) {
    ArrowBuf found = null;
    long idle = 0;
    for (Iterator<ArrowBuf> each = known.iterator(); each.hasNext(); ) {
      ArrowBuf buffer = each.next();
      if (buffer.refCnt() > 1) {
        continue;
      }
      if (found == null && fits(buffer, bytes)) {
        found = buffer;
      } else if (idle + buffer.capacity() > MOST_IDLE) {
        each.remove();
        buffer.close();
      } else {
        idle += buffer.capacity();
      }
    }
    if (found != null) {
      found.getReferenceManager().retain();
    }
    return found;
  }

  private static boolean fits(ArrowBuf buffer, long bytes) {
    return buffer.capacity() >= bytes && buffer.capacity() / MOST_WASTE <= bytes;
  }

  /** New memory, with one reference for the caller. */
  ArrowBuf allocate(long bytes) {
    ArrowBuf buffer = allocator.buffer(Math.max(1, bytes));
    if (bytes > 0 && bytes <= MOST_IDLE) {
      buffer.getReferenceManager().retain();
      known.add(buffer);
    }
    return buffer;
  }

  /** Gives up what is idle; what is held lives on until it is released. */
  @Override
  public void close() {
    known.forEach(ArrowBuf::close);
    known.clear();
  }
}
