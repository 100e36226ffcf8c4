package io.millrace.source;

import io.millrace.sink.Compression;
import io.millrace.sink.Sink;
import java.nio.file.Path;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file format that another jar brings, found by name with {@link java.util.ServiceLoader}: so
 * {@code ipcFiles} and {@code saveAsIpcFiles} are there whenever {@code millrace-arrow-io} is on
 * the class path, and the engine needs to know no format.
 */
public interface FileFormat {
  /** Name of the format, such as {@code ipc}. */
  String name();

  /**
   * A source over the files that appear in a folder by rename, each once, in order of modification
   * time, then name.
   *
   * @param schema the files' columns; null means those of the first file that is there now
   * @throws io.millrace.error.UserException if {@code schema} is null and there is no file yet
   */
  Source folderSource(Path folder, Schema schema);

  /** A sink that writes one file a result into a folder, aside first, then renamed. */
  Sink folderSink(Path folder, Compression compression);
}
