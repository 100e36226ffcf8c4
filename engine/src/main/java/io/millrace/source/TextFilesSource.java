package io.millrace.source;

import io.millrace.error.DataException;
import io.millrace.kernels.memory.Raw;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.arrow.memory.BufferAllocator;
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

  private final FolderListing listing;
  private final MalformedText policy;
  private final Queue<FoundFile> waiting = new ArrayDeque<>();
  private BufferAllocator allocator;
  private Parallel parallel;
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
    allocator = context.allocator();
    parallel = context.parallel();
    lines = new LineBuilder(allocator, name(), policy, LONGEST_LINE);
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
    if (file.left() == 0) {
      poll.endText();
      closeFile();
      return;
    }
    long stretch = Math.min(file.left(), poll.room());
    if (stretch < LinePieces.LEAST_BYTES || !cutInPieces(poll, stretch)) {
      append(poll, file.left());
    }
  }

  private void append(LinePoll poll, long most) {
    lines.expect(Math.min(file.left(), poll.room()));
    file.skip(poll.append(file.next(), Math.min(most, LineBuilder.PIECE_BYTES)));
  }

  /** Cuts on several threads if the text begins with a line and one ends near its end. */
  private boolean cutInPieces(LinePoll poll, long stretch) {
    if (lines.bytes() > 0) {
      append(poll, LinePieces.afterNewline(file.next(), 0, LineBuilder.PIECE_BYTES));
      poll.takeAll();
      return true;
    }
    long ended = stretch;
    while (ended > 0 && Raw.getByte(file.next() + ended - 1) != '\n') {
      ended = stretch - ended < LineBuilder.PIECE_BYTES ? ended - 1 : 0;
    }
    if (ended == 0) {
      return false;
    }
    long first = lines.endedBytes();
    poll.add(LinePieces.cut(file.next(), ended, at -> builder(first + at), parallel), ended);
    file.skip(ended);
    return true;
  }

  private LineBuilder builder(long firstByte) {
    LineBuilder builder = new LineBuilder(allocator, name(), policy, LONGEST_LINE);
    builder.begin("file=" + found.name(), firstByte);
    return builder;
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
