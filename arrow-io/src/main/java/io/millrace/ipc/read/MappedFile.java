package io.millrace.ipc.read;

import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;

/**
 * A file, or a part of shared memory, read-only, in one piece of any size. The mapping goes when
 * the last reference to its buffer does: this one's, or that of a batch on it, on whichever thread
 * that happens.
 */
final class MappedFile implements AutoCloseable {
  private final ArrowBuf buffer;
  private final Origin origin;

  private MappedFile(ArrowBuf buffer, Origin origin) {
    this.buffer = buffer;
    this.origin = origin;
  }

  /**
   * Maps a file.
   *
   * @param least fewer bytes than this are no such file
   * @throws io.millrace.error.DataException if the file is shorter
   */
  static MappedFile map(Path path, long least, BufferAllocator allocator) throws IOException {
    Origin origin = new Origin(path.toString());
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < least) {
        throw origin.wrong(
            "An Arrow IPC input has at least " + least + " bytes", size, "bytes=" + size);
      }
      MemorySegment segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return new MappedFile(allocator.wrapForeignAllocation(new Mapping(segment, arena)), origin);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** Memory that is mapped already; takes over one reference. */
  static MappedFile over(ArrowBuf memory, String name) {
    return new MappedFile(memory, new Origin(name));
  }

  private static final class Mapping extends ForeignAllocation {
    private final Arena arena;

    Mapping(MemorySegment segment, Arena arena) {
      super(segment.byteSize(), segment.address());
      this.arena = arena;
    }

    @Override
    protected void release0() {
      arena.close();
    }
  }

  /** Bytes of the file. */
  long size() {
    return buffer.capacity();
  }

  /** Address of a byte of the file. */
  long address(long at) {
    return buffer.memoryAddress() + at;
  }

  /** The file's name, for messages. */
  Origin origin() {
    return origin;
  }

  /** Whether {@code ARROW1} stands at a byte with at least six to come. */
  boolean hasMagic(long at) {
    long found = 0;
    for (int i = 0; i < Framing.MAGIC_BYTES; i++) {
      found |= (Raw.getByte(address(at + i)) & 0xFFL) << (8 * i);
    }
    return found == Framing.MAGIC;
  }

  /** Copies a part of the file that is known to lie within it. */
  byte[] copy(long at, int length) {
    byte[] bytes = new byte[length];
    Raw.copy(address(at), bytes, 0, length);
    return bytes;
  }

  /**
   * Runs code that reads the map. Where the file no longer has a page that was mapped, the JVM
   * answers the read with an {@link InternalError}; here that becomes what it is, a fault of the
   * input.
   */
  <T> T reading(Supplier<T> code) {
    try {
      return code.get();
    } catch (InternalError e) {
      throw origin.wrong(
          "A file must not be cut short while it is read", 0, "bytes when mapped=" + size(), e);
    }
  }

  /** A part of the file that is known to lie within it. */
  Body body(long at, long length) {
    return new Body(buffer, at, length, at, true);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
