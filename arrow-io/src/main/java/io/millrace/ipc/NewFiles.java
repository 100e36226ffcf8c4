package io.millrace.ipc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a folder, each once, by modification time, then name. Names that begin with a dot or
 * underscore do not count.
 */
final class NewFiles {
  private static final Logger LOG = LoggerFactory.getLogger(NewFiles.class);

  private record Found(Path path, long millis) {}

  private final Path folder;
  private final Set<Path> seen = new HashSet<>();
  private final Queue<Path> waiting = new ArrayDeque<>();

  NewFiles(Path folder) {
    this.folder = folder;
  }

  /** The next file, null if there is none now. */
  Path next() {
    if (waiting.isEmpty()) {
      list();
    }
    return waiting.poll();
  }

  private void list() {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, NewFiles::counts)) {
      for (Path path : entries) {
        if (!seen.contains(path)) {
          BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
          found.add(new Found(path, attributes.lastModifiedTime().toMillis()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      found.clear();
      LOG.warn("The folder cannot be listed now: folder={}, reason={}", folder, e.toString());
    }
    found.sort(
        Comparator.comparingLong(Found::millis)
            .thenComparing(f -> f.path().getFileName().toString()));
    for (Found file : found) {
      seen.add(file.path());
      waiting.add(file.path());
    }
  }

  private static boolean counts(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".")
        && !name.startsWith("_")
        && !name.endsWith(".tmp")
        && Files.isRegularFile(path);
  }
}
