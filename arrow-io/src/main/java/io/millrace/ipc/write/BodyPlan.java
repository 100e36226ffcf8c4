package io.millrace.ipc.write;

import io.millrace.ipc.format.Framing;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Compression;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The body of a message that is about to be written: which memory goes where. Memory of its own is
 * only needed for what cannot be written as it lies; it is freed by {@link #close}.
 */
final class BodyPlan implements AutoCloseable {
  /** Rows and nulls of a column. */
  record Node(long rows, long nulls) {}

  /** Memory, and its place in the body. */
  record Piece(long address, long offset, long length) {}

  private final BufferAllocator allocator;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final List<ArrowBuf> scratch = new ArrayList<>();
  private final List<Batch> held = new ArrayList<>();
  private Compression compression = Compression.NONE;
  private long bytes;
  private long written;

  BodyPlan(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Bytes of the body, padding included. */
  long bytes() {
    return bytes;
  }

  void node(long rows, long nulls) {
    nodes.add(new Node(rows, nulls));
  }

  /** Adds memory as the next buffer. */
  void add(long address, long length) {
    pieces.add(new Piece(address, bytes, length));
    bytes += Framing.align(length);
  }

  /** Adds an empty buffer. */
  void addNothing() {
    add(0, 0);
  }

  /**
   * Adds a buffer of the plan's own to be filled; returns its address. It has room up to the next
   * multiple of 8.
   */
  long addScratch(long length) {
    ArrowBuf buffer = allocator.buffer((length + 7) & -8);
    scratch.add(buffer);
    written += length;
    add(buffer.memoryAddress(), length);
    return buffer.memoryAddress();
  }

  /** Bytes that had to be written anew, compressed ones included. */
  long bytesCopied() {
    return written;
  }

  /** Keeps a batch alive until the plan is closed. */
  void hold(Batch batch) {
    held.add(batch);
  }

  /** Compresses every buffer that has bytes, each into memory of the plan's own. */
  void compress(Compression with) {
    compression = with;
    if (with == Compression.NONE) {
      return;
    }
    List<Piece> plain = List.copyOf(pieces);
    pieces.clear();
    bytes = 0;
    for (Piece piece : plain) {
      if (piece.length() == 0) {
        addNothing();
      } else {
        ArrowBuf packed = allocator.buffer(Compressor.bound(with, piece.length()));
        scratch.add(packed);
        long length = Compressor.compress(with, piece.address(), piece.length(), packed);
        add(packed.memoryAddress(), length);
        written += length;
      }
    }
  }

  /** How the buffers are compressed. */
  Compression compression() {
    return compression;
  }

  /** Hands the memory to the output. */
  void writeTo(GatheringOut out) {
    for (Piece piece : pieces) {
      out.add(piece.address(), piece.length());
      out.align();
    }
  }

  @Override
  public void close() {
    scratch.forEach(ArrowBuf::close);
    held.forEach(Batch::close);
  }
}
