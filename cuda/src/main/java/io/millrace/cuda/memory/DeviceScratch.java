package io.millrace.cuda.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Memory for the results of kernels, taken in order and taken back all at once. Since all kernels
 * are in one stream, memory taken after a reset is written only after the kernels before it have
 * read theirs. While results come down that may lie here, a reset takes other memory.
 *
 * <p>For one thread at a time.
 */
public final class DeviceScratch implements AutoCloseable {
  private static final long FIRST = 1 << 20;

  private final DeviceHeap heap;
  private final boolean exact;
  private final List<DeviceBlock> blocks = new ArrayList<>();
  private long at;
  private long end;
  private long taken;

  /** Empty scratch memory. In exact mode each piece is a block of its own. */
  public DeviceScratch(DeviceHeap heap, boolean exact) {
    this.heap = heap;
    this.exact = exact;
  }

  /** The device address of {@code bytes}, a multiple of 256, valid until reset. */
  public long take(long bytes) {
    long size =
        Math.max(1, (bytes + DeviceHeap.ALIGNMENT - 1) / DeviceHeap.ALIGNMENT)
            * DeviceHeap.ALIGNMENT;
    taken += size;
    if (exact) {
      DeviceBlock block = heap.take(bytes);
      blocks.add(block);
      return block.address();
    }
    if (size > end - at) {
      grow(size);
    }
    long address = at;
    at += size;
    return address;
  }

  /** Room for 64 bits a row. */
  public long words(int rows) {
    return take(8L * rows);
  }

  /** Room for 32 bits a row. */
  public long ints(int rows) {
    return take(4L * rows);
  }

  /** Room for a bitmap of so many rows, with its padding. */
  public long bitmap(int rows) {
    return take((rows + 63L) / 64 * 8);
  }

  private void grow(long size) {
    DeviceBlock block = heap.take(Math.max(size, Math.max(FIRST, taken)));
    blocks.add(block);
    at = block.address();
    end = at + block.bytes();
  }

  /** Takes all back. The next round finds one block that holds what this one took. */
  public void reset() {
    if (exact || blocks.size() > 1 || heap.isHolding()) {
      close();
    } else if (!blocks.isEmpty()) {
      at = blocks.getFirst().address();
    }
    long again = taken;
    taken = 0;
    if (!exact && blocks.isEmpty() && again > 0) {
      grow(again);
    }
  }

  @Override
  public void close() {
    blocks.forEach(DeviceBlock::close);
    blocks.clear();
    at = 0;
    end = 0;
  }
}
