package io.millrace.ipc;

import io.millrace.error.DataException;
import io.millrace.ipc.poll.BatchCutter;
import io.millrace.ipc.poll.Budget;
import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.FilePlace;
import io.millrace.source.FolderListing;
import io.millrace.source.FoundFile;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arrow IPC files (or streams in files) that appear in a folder by rename, each once. They are
 * mapped and used in place: a file's map goes when the last batch on it is closed. A poll cuts
 * record batches where its limit says, without copying. Offsets are {@code file=NAME,
 * modified=TIME, batch=B, row=R}: everything before that row, and all files before that one in
 * order of modification time, then name.
 */
final class IpcFilesSource implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(IpcFilesSource.class);

  private final Path folder;
  private final Schema schema;
  private final int[] allColumns;
  private final ReadOptions options;
  private final FolderListing listing;
  private final Queue<FoundFile> waiting = new ArrayDeque<>();
  private SourceContext context;
  private IpcReader reader;
  private FoundFile current;
  private FilePlace start;
  private int batchIndex;
  private final BatchCutter cutter = new BatchCutter();
  private long copied;

  IpcFilesSource(Path folder, Schema schema, ReadOptions options) {
    this.folder = folder;
    this.schema = schema;
    this.allColumns = IntStream.range(0, schema.getFields().size()).toArray();
    this.options = options;
    this.listing = new FolderListing(folder);
  }

  @Override
  public String name() {
    return "ipcFiles(" + folder + ")";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext opened) {
    this.context = opened;
  }

  /**
   * Goes to a place in a file. A file that has come into the folder since, and is older than that
   * one by its modification time, is taken for read.
   */
  @Override
  public void seek(Offset offset) {
    if (!offset.equals(FilePlace.START)) {
      start = FilePlace.of(offset, name(), "batch", "row");
      listing.startAt(start);
    }
  }

  @Override
  public boolean pollsAhead() {
    return true;
  }

  @Override
  public Polled poll(Limit limit) {
    Offset from = position();
    long copiedBefore = copied;
    List<Batch> taken = new ArrayList<>();
    try {
      Budget budget = new Budget(limit);
      while (!budget.isSpent() && advance()) {
        taken.add(cutter.cut(budget));
        if (!cutter.hasRows()) {
          batchIndex++;
        }
      }
      return new Polled(taken, from, position(), budget.isSpent(), copied - copiedBefore);
    } catch (RuntimeException | Error e) {
      taken.forEach(Batch::close);
      throw e;
    }
  }

  /** Makes sure that a batch with rows is at hand; false if nothing more has arrived. */
  private boolean advance() {
    while (!cutter.hasRows()) {
      if (reader == null && !openNext()) {
        return false;
      }
      readNext();
    }
    return true;
  }

  private boolean openNext() {
    if (waiting.isEmpty()) {
      waiting.addAll(listing.poll());
    }
    if (waiting.isEmpty()) {
      return false;
    }
    FoundFile found = waiting.remove();
    Path file = found.path();
    try {
      reader = IpcReaders.open(file, context.allocator(), options);
    } catch (NoSuchFileException e) {
      LOG.warn("A file went away before it was read: file={}", file);
      return true;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    current = found;
    batchIndex = 0;
    String difference = SchemaDifference.between(schema, reader.schema());
    if (difference != null) {
      throw new DataException(
          "All files of a stream have the same columns: file="
              + file
              + ", "
              + difference
              + ". Put files of other columns into a folder of their own.");
    }
    if (start != null && start.isIn(found)) {
      skipTo(start);
    }
    start = null;
    return true;
  }

  private void skipTo(FilePlace place) {
    long row = place.count("row");
    while (batchIndex < place.count("batch") && reader != null) {
      readNext();
      if (cutter.hasRows()) {
        cutter.close();
        batchIndex++;
      }
    }
    if (row > 0) {
      readNext();
    }
    if (row > 0 && cutter.hasRows()) {
      cutter.cut(new Budget(new Limit(row, Long.MAX_VALUE))).close();
      batchIndex += cutter.hasRows() ? 0 : 1;
    }
  }

  private static DataException unreadable(Path file, IOException e) {
    return new DataException(
        "A file in the folder must be readable: file=" + file + ", reason=" + e + ".", e);
  }

  private void readNext() {
    if (reader == null) {
      return;
    }
    long before = reader.bytesCopied();
    try (Batch read = reader.next()) {
      copied += reader.bytesCopied() - before;
      if (read == null) {
        closeReader();
      } else if (read.rows() == 0) {
        batchIndex++;
      } else {
        cutter.begin(read.select(schema, allColumns));
      }
    } catch (IOException e) {
      throw unreadable(current.path(), e);
    }
  }

  private void closeReader() {
    if (reader != null) {
      try (IpcReader closing = reader) {
        reader = null;
        LOG.debug(
            "File read: file={}, batches={}, bytesCopied={}",
            current.path(),
            batchIndex,
            closing.bytesCopied());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Offset position() {
    if (current != null) {
      return FilePlace.in(current).and("batch", batchIndex).and("row", cutter.row()).offset();
    }
    return start == null ? FilePlace.START : start.offset();
  }

  @Override
  public void commit(Offset offset) {
    LOG.debug("Committed: source={}, offset={}", name(), offset);
  }

  @Override
  public void close() {
    cutter.close();
    closeReader();
  }
}
