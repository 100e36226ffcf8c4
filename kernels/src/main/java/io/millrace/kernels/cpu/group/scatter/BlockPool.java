package io.millrace.kernels.cpu.group.scatter;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Blocks of native memory for one worker's scattered rows, taken one by one and given back all at
 * once.
 */
final class BlockPool implements AutoCloseable {
  private static final long SLAB = 2L << 20;
  private static final int KEPT_SLABS = 16;

  private final BufferAllocator allocator;
  private final int blockBytes;
  private final List<ArrowBuf> slabs = new ArrayList<>();
  private int slab;
  private long next;
  private long end;

  BlockPool(BufferAllocator allocator, int blockBytes) {
    this.allocator = allocator;
    this.blockBytes = blockBytes;
  }

  int blockBytes() {
    return blockBytes;
  }

  /** The address of a fresh block. */
  long take() {
    if (next == end) {
      if (slab == slabs.size()) {
        slabs.add(allocator.buffer(SLAB));
      }
      next = slabs.get(slab++).memoryAddress();
      end = next + SLAB / blockBytes * blockBytes;
    }
    long block = next;
    next += blockBytes;
    return block;
  }

  /** Bytes of the blocks taken. */
  long used() {
    return slab * SLAB;
  }

  /** Takes all blocks back; memory beyond a moderate amount goes back to the allocator. */
  void reset() {
    while (slabs.size() > KEPT_SLABS) {
      slabs.removeLast().close();
    }
    slab = 0;
    next = 0;
    end = 0;
  }

  long bytes() {
    return slabs.size() * SLAB;
  }

  @Override
  public void close() {
    slabs.forEach(ArrowBuf::close);
    slabs.clear();
    reset();
  }
}
