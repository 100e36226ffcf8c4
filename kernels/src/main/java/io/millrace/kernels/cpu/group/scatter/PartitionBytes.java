package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Spans;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The bytes of long text and binary in one worker's scattered rows, kept apart by partition: read
 * back partition by partition they lie close together, where in one common arena each would be a
 * cache miss.
 */
final class PartitionBytes implements AutoCloseable {
  private final BufferAllocator allocator;
  private final BytesArena[] arenas;
  private final int shift;
  private long bytes;

  PartitionBytes(BufferAllocator allocator, int partitionBits) {
    this.allocator = allocator;
    this.arenas = new BytesArena[1 << partitionBits];
    this.shift = Long.SIZE - partitionBits;
  }

  /** The head of a value that stays until {@link #clear}. */
  long keep(long hash, long head, long tail) {
    if (!Spans.isLong(tail)) {
      return head;
    }
    int partition = (int) (hash >>> shift);
    BytesArena arena = arenas[partition];
    if (arena == null) {
      arena = new BytesArena(allocator);
      arenas[partition] = arena;
    }
    long before = arena.bytes();
    long kept = arena.keep(head, tail);
    bytes += arena.bytes() - before;
    return kept;
  }

  /** Bytes taken from the allocator. */
  long bytes() {
    return bytes;
  }

  /** Forgets all values and gives their memory back. */
  void clear() {
    for (BytesArena arena : arenas) {
      if (arena != null) {
        arena.close();
      }
    }
    bytes = 0;
  }

  @Override
  public void close() {
    clear();
  }
}
