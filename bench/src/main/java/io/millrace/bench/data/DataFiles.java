package io.millrace.bench.data;

import io.millrace.kernels.memory.Raw;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/**
 * A data set as files, for contenders outside this process. A file is written when it is first
 * asked for, and deleted on {@link #close()}. For one thread.
 */
public final class DataFiles implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final Dataset dataset;
  private final BufferAllocator allocator;
  private final Path folder;
  private Path arrow;
  private Path text;

  /**
   * Files of {@code dataset}, which stays the caller's, in an existing folder.
   *
   * @param allocator of the data set's root
   */
  public DataFiles(Dataset dataset, BufferAllocator allocator, Path folder) {
    this.dataset = dataset;
    this.allocator = allocator;
    this.folder = folder;
  }

  /** All columns as an Arrow IPC file, uncompressed. */
  public Path arrow() throws IOException {
    if (arrow == null) {
      arrow = Files.createTempFile(folder, "rows-", ".arrow");
      writeArrow();
    }
    return arrow;
  }

  /** The only column, of strings, as lines of text, each ended by a line feed. */
  public Path text() throws IOException {
    if (text == null) {
      text = Files.createTempFile(folder, "lines-", ".txt");
      writeText();
    }
    return text;
  }

  private void writeArrow() throws IOException {
    try (BatchReader reader = new BatchReader(dataset, allocator);
        FileChannel channel = FileChannel.open(arrow, StandardOpenOption.WRITE);
        ArrowFileWriter writer = new ArrowFileWriter(reader.getVectorSchemaRoot(), null, channel)) {
      writer.start();
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private void writeText() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(text), CHUNK)) {
      for (VectorSchemaRoot batch : dataset.batches()) {
        writeLines((VarCharVector) batch.getVector(0), out);
      }
    }
  }

  private static void writeLines(VarCharVector lines, OutputStream out) throws IOException {
    byte[] line = new byte[0];
    long bytes = lines.getDataBufferAddress();
    for (int i = 0; i < lines.getValueCount(); i++) {
      int start = lines.getStartOffset(i);
      int length = lines.getEndOffset(i) - start;
      if (line.length <= length) {
        line = new byte[2 * length + 1];
      }
      Raw.copy(bytes + start, line, 0, length);
      line[length] = '\n';
      out.write(line, 0, length + 1);
    }
  }

  @Override
  public void close() {
    try {
      for (Path file : new Path[] {arrow, text}) {
        if (file != null) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
