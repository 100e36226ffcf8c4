package io.millrace.source;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A file that has appeared in a folder.
 *
 * @param path the folder and the file's name
 * @param modified when it was last written, before it was found
 * @param bytes its size when it was found
 */
public record FoundFile(Path path, FileTime modified, long bytes) {
  /** The file's name within its folder. */
  public String name() {
    return path.getFileName().toString();
  }
}
