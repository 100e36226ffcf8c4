package io.millrace.ipc.write;

import io.millrace.ipc.format.Framing;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects pieces of memory and hands them to a channel together, without copying them into one
 * place.
 */
final class GatheringOut {
  /** A buffer of Java's holds less than 2 GiB; larger pieces are cut. */
  private static final long LARGEST_PIECE = 1L << 30;

  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(Framing.ALIGNMENT).asReadOnlyBuffer();

  private final GatheringByteChannel channel;
  private final List<ByteBuffer> pending = new ArrayList<>();
  private long position;

  GatheringOut(GatheringByteChannel channel) {
    this.channel = channel;
  }

  /** Bytes written and pending. */
  long position() {
    return position;
  }

  /** Adds a buffer's remaining bytes, which must stay as they are until {@link #flush}. */
  void add(ByteBuffer buffer) {
    position += buffer.remaining();
    pending.add(buffer);
  }

  /** Adds memory, which must stay as it is until {@link #flush}. */
  void add(long address, long length) {
    for (long at = 0; at < length; at += LARGEST_PIECE) {
      add(Raw.ALL.asSlice(address + at, Math.min(LARGEST_PIECE, length - at)).asByteBuffer());
    }
  }

  /** Adds zeros up to the next multiple of the alignment. */
  void align() {
    int pad = (int) (Framing.align(position) - position);
    if (pad > 0) {
      add(ZEROS.slice(0, pad));
    }
  }

  /** Writes everything that is pending. */
  void flush() throws IOException {
    ByteBuffer[] buffers = pending.toArray(ByteBuffer[]::new);
    pending.clear();
    int first = 0;
    while (first < buffers.length) {
      channel.write(buffers, first, buffers.length - first);
      while (first < buffers.length && !buffers[first].hasRemaining()) {
        first++;
      }
    }
  }
}
