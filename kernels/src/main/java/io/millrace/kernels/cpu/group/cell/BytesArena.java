package io.millrace.kernels.cpu.group.cell;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps the bytes of long text and binary values in native memory, at addresses that stay. Nothing
 * is given back one by one. Used by one thread at a time; the owner closes it.
 */
public final class BytesArena implements AutoCloseable {
  private static final long FIRST_SLAB = 4 << 10;
  private static final long LARGEST_SLAB = 256 << 10;

  private final BufferAllocator allocator;
  private final List<ArrowBuf> slabs = new ArrayList<>();
  private long bytes;
  private long used;
  private long next;
  private long end;

  /** An arena that allocates nothing before the first long value. */
  public BytesArena(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** The head of a value that stays: inline ones as they are, longer ones copied here. */
  public long keep(long head, long tail) {
    if (!Spans.isLong(tail)) {
      return head;
    }
    int length = Spans.length(tail);
    if (end - next < length) {
      addSlab(length);
    }
    long to = next;
    Spans.write(head, tail, to);
    next += length;
    used += length;
    return to;
  }

  private void addSlab(int length) {
    long size = Math.max(length, Math.min(LARGEST_SLAB, Math.max(FIRST_SLAB, bytes)));
    ArrowBuf slab = allocator.buffer(size);
    slabs.add(slab);
    bytes += slab.capacity();
    next = slab.memoryAddress();
    end = next + slab.capacity();
  }

  /** Bytes taken from the allocator. */
  public long bytes() {
    return bytes;
  }

  /** Bytes handed out. */
  public long used() {
    return used;
  }

  /** Forgets all values; keeps one slab at most. */
  public void clear() {
    while (slabs.size() > 1) {
      ArrowBuf slab = slabs.removeFirst();
      bytes -= slab.capacity();
      slab.close();
    }
    used = 0;
    if (!slabs.isEmpty()) {
      next = slabs.getFirst().memoryAddress();
      end = next + slabs.getFirst().capacity();
    }
  }

  @Override
  public void close() {
    slabs.forEach(ArrowBuf::close);
    slabs.clear();
    bytes = 0;
    used = 0;
    next = 0;
    end = 0;
  }
}
