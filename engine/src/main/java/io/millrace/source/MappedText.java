package io.millrace.source;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory, and how far it has been read. Its length is that at the time of
 * mapping.
 */
final class MappedText implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final long address;
  private final long length;
  private long position;

  /** Maps a file, also one of more than 2 GiB. */
  MappedText(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      this.address = map.address();
      this.length = map.byteSize();
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /** Address of the next byte. */
  long next() {
    return address + position;
  }

  /** Bytes not read yet. */
  long left() {
    return length - position;
  }

  /** Steps over bytes that have been read. */
  void skip(long bytes) {
    position += bytes;
  }

  @Override
  public void close() {
    arena.close();
  }
}
