package io.millrace.ipc.ring;

import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A slot as something that can be written to, from its beginning. */
final class SlotChannel implements GatheringByteChannel {
  /** What is written does not fit into the slot. */
  static final class SlotFullException extends IOException {
    private static final long serialVersionUID = 1L;

    SlotFullException(long capacity) {
      super("A payload must fit into its slot: capacity=" + capacity + ".");
    }
  }

  private final long address;
  private final long capacity;
  private long position;

  SlotChannel(long address, long capacity) {
    this.address = address;
    this.capacity = capacity;
  }

  /** Bytes written. */
  long position() {
    return position;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int bytes = from.remaining();
    if (bytes > capacity - position) {
      throw new SlotFullException(capacity);
    }
    MemorySegment.copy(MemorySegment.ofBuffer(from), 0, Raw.ALL, address + position, bytes);
    from.position(from.limit());
    position += bytes;
    return bytes;
  }

  @Override
  public long write(ByteBuffer[] from, int first, int count) throws IOException {
    long bytes = 0;
    for (int i = first; i < first + count; i++) {
      bytes += write(from[i]);
    }
    return bytes;
  }

  @Override
  public long write(ByteBuffer[] from) throws IOException {
    return write(from, 0, from.length);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // The slot belongs to the segment.
  }
}
