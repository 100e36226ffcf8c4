package io.millrace.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files that appear in a folder, each once. Files must be written elsewhere, or under a
 * name that is ignored, and then renamed: a file is taken to be whole when it is seen.
 *
 * <p>Ignored are names that begin with {@code .} or {@code _} or end in {@code .tmp}, folders, and
 * what the caller's own filter refuses. Files found by one listing are ordered by modification
 * time, then by name; files that are found later come later, however old they are.
 *
 * <p>A name counts once for as long as a file of that name stays in the folder, even if another
 * file is put in its place: give each file a name of its own. What is remembered are the names in
 * the folder, no more; a name that has gone and comes back is a new file.
 *
 * <p>The folder may be missing, or go away and come back: there is nothing new then, the log says
 * so once each time, and the names are not forgotten. One thread.
 */
public final class FolderListing {
  private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);
  private static final Comparator<FoundFile> ORDER =
      Comparator.comparing(FoundFile::modified).thenComparing(FoundFile::name);

  private final Path folder;
  private final Predicate<String> accepted;
  private Set<String> seen = new HashSet<>();
  private FilePlace start;
  private boolean missing;

  /** Finds every file that is not ignored. */
  public FolderListing(Path folder) {
    this(folder, _ -> true);
  }

  /** Finds the files whose names the filter accepts, too. */
  public FolderListing(Path folder, Predicate<String> accepted) {
    this.folder = folder;
    this.accepted = accepted;
  }

  /**
   * Takes the files before a place for seen, once the folder is listed: they are older than that
   * place's file, or as old with a name before it. So is a file that came into the folder since
   * with such a modification time.
   */
  public void startAt(FilePlace place) {
    start = place;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * The files that have appeared since the last call, in order; all that are there at the first.
   */
  public List<FoundFile> poll() {
    List<FoundFile> found = new ArrayList<>();
    Set<String> present = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        look(entry, present, found);
      }
    } catch (DirectoryIteratorException e) {
      goneMissing(e.getCause());
      return List.of();
    } catch (IOException e) {
      goneMissing(e);
      return List.of();
    }
    if (missing) {
      missing = false;
      LOG.info("Source folder is back: folder={}", folder);
    }
    seen = present;
    if (start != null) {
      found.removeIf(start::isBehind);
      start = null;
    }
    found.sort(ORDER);
    return found;
  }

  private void look(Path entry, Set<String> present, List<FoundFile> found) throws IOException {
    String name = entry.getFileName().toString();
    if (isIgnored(name) || !accepted.test(name)) {
      return;
    }
    if (seen.contains(name)) {
      present.add(name);
      return;
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        present.add(name);
        found.add(new FoundFile(entry, attributes.lastModifiedTime(), attributes.size()));
      }
    } catch (NoSuchFileException _) {
      LOG.debug("File went away while its folder was listed: file={}", entry);
    }
  }

  private static boolean isIgnored(String name) {
    return name.startsWith(".") || name.startsWith("_") || name.endsWith(".tmp");
  }

  private void goneMissing(IOException cause) {
    if (!missing) {
      missing = true;
      LOG.warn(
          "Source folder cannot be listed; nothing is read until it is back: folder={}, cause={}",
          folder,
          cause.toString());
    }
  }
}
