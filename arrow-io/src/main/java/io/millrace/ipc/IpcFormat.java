package io.millrace.ipc;

import io.millrace.error.DataException;
import io.millrace.error.UserException;
import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.sink.Compression;
import io.millrace.sink.Sink;
import io.millrace.source.FileFormat;
import io.millrace.source.FolderListing;
import io.millrace.source.FoundFile;
import io.millrace.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow IPC files, under the name {@code ipc}. */
public final class IpcFormat implements FileFormat {
  /** For the service loader. */
  public IpcFormat() {}

  @Override
  public String name() {
    return "ipc";
  }

  @Override
  public Source folderSource(Path folder, Schema schema) {
    return new IpcFilesSource(
        folder, schema == null ? firstSchema(folder) : schema, ReadOptions.DEFAULT);
  }

  private static Schema firstSchema(Path folder) {
    List<FoundFile> files = new FolderListing(folder).poll();
    if (files.isEmpty()) {
      throw new UserException(
          "A folder without a file yet needs its schema stated: folder="
              + folder
              + ". Pass the columns to ipcFiles.");
    }
    Path first = files.getFirst().path();
    try (BufferAllocator allocator = new RootAllocator();
        IpcReader reader = IpcReaders.open(first, allocator, ReadOptions.DEFAULT)) {
      return reader.schema();
    } catch (IOException e) {
      throw new DataException(
          "A file in the folder must be readable: file=" + first + ", reason=" + e + ".", e);
    }
  }

  @Override
  public Sink folderSink(Path folder, Compression compression) {
    return new IpcFilesSink(folder, compression);
  }
}
