package io.millrace.source;

import io.millrace.error.DataException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of the files that appear in a folder, as {@link FolderListing} finds them. A file's
 * last line needs no newline. Small files share a batch, large ones are cut; lines never are.
 * Offsets are {@code file=NAME, modified=TIME, byte=N}: up to byte N of that file, and all files
 * before it in order of modification time, then name.
 *
 * <p>A file that goes away before its turn is left out, with a warning.
 */
public final class TextFilesSource implements TextSource {
  private static final Logger LOG = LoggerFactory.getLogger(TextFilesSource.class);

  /** Bytes of the longest line. */
  public static final int LONGEST_LINE = Integer.MAX_VALUE - (1 << 20);

  /** What is cut at a time: stays in a core's cache until its UTF-8 has been checked, too. */
  private static final int PIECE_BYTES = 256 << 10;

  private final FolderListing listing;
  private final MalformedText policy;
  private final Queue<FoundFile> waiting = new ArrayDeque<>();
  private LineBuilder lines;
  private MappedText file;
  private FoundFile found;
  private FilePlace start;

  /** Reads the files of a folder, malformed text replaced. */
  public TextFilesSource(Path folder) {
    this(folder, MalformedText.REPLACE);
  }

  /** Reads the files of a folder. */
  public TextFilesSource(Path folder, MalformedText policy) {
    this.listing = new FolderListing(folder);
    this.policy = policy;
  }

  @Override
  public String name() {
    return "textFiles(" + listing.folder() + ")";
  }

  @Override
  public long rowsReplaced() {
    return lines == null ? 0 : lines.rowsReplaced();
  }

  @Override
  public void open(SourceContext context) {
    lines = new LineBuilder(context.allocator(), name(), policy, LONGEST_LINE);
  }

  /**
   * Goes to a place in a file. A file that has come into the folder since, and is older than that
   * one by its modification time, is taken for read.
   */
  @Override
  public void seek(Offset offset) {
    if (!offset.equals(FilePlace.START)) {
      start = FilePlace.of(offset, name(), "byte");
      listing.startAt(start);
    }
  }

  @Override
  public Polled poll(Limit limit) {
    waiting.addAll(listing.poll());
    Offset from = offset();
    LinePoll poll = new LinePoll(lines, limit);
    try {
      while (!poll.isDone() && (file != null || openNext())) {
        readOn(poll);
      }
      return poll.finish(from, this::offset);
    } catch (InternalError e) {
      poll.close();
      throw new DataException(
          "A file must not be cut short while it is read: source="
              + name()
              + ", file="
              + found.name()
              + ", byte="
              + lines.endedBytes()
              + ". Rename files into the folder when they are whole.",
          e);
    } catch (RuntimeException | Error e) {
      poll.close();
      throw e;
    }
  }

  private void readOn(LinePoll poll) {
    if (file.left() > 0) {
      file.skip(poll.append(file.next(), Math.min(file.left(), PIECE_BYTES)));
    } else {
      poll.endText();
      closeFile();
    }
  }

  private boolean openNext() {
    for (FoundFile next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        file = new MappedText(next.path());
        found = next;
        begin();
        return true;
      } catch (NoSuchFileException _) {
        LOG.warn("File went away before it was read, and is left out: file={}", next.path());
      } catch (IOException e) {
        throw unreadable(next.name(), e);
      }
    }
    return false;
  }

  private void begin() {
    long first = start != null && start.isIn(found) ? start.count("byte") : 0;
    start = null;
    file.skip(Math.min(first, file.left()));
    lines.begin("file=" + found.name(), first);
  }

  private DataException unreadable(String name, IOException cause) {
    return new DataException(
        "A file in a source folder must be readable: source="
            + name()
            + ", file="
            + name
            + ", cause="
            + cause
            + ".",
        cause);
  }

  private Offset offset() {
    if (found != null) {
      return FilePlace.in(found).and("byte", lines.endedBytes()).offset();
    }
    return start == null ? FilePlace.START : start.offset();
  }

  @Override
  public void commit(Offset offset) {}

  private void closeFile() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  @Override
  public void close() {
    closeFile();
    if (lines != null) {
      lines.close();
    }
  }
}
