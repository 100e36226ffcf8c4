package io.millrace.ipc.read;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;

/** Opens whatever of the two forms a file holds. */
public final class IpcReaders {
  private IpcReaders() {}

  /**
   * Maps a file that holds an IPC file or an IPC stream; the magic tells which.
   *
   * @throws IOException if the file is not there or cannot be mapped
   */
  public static IpcReader open(Path path, BufferAllocator allocator, ReadOptions options)
      throws IOException {
    MappedFile file = MappedFile.map(path, 8, allocator);
    boolean isFile;
    try {
      isFile = file.reading(() -> file.hasMagic(0));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
    return isFile
        ? IpcFileReader.over(file, allocator, options)
        : IpcStreamReader.over(file, allocator, options);
  }
}
