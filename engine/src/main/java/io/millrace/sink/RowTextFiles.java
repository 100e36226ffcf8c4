package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.text.TextBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes results as one file of text each, {@code batch-0000000012.csv}, put in place when it is
 * whole.
 */
final class RowTextFiles {
  private static final int FLUSH_BYTES = 64 << 10;

  private final Path folder;
  private final TextBytes text = new TextBytes();

  RowTextFiles(Path folder) {
    this.folder = folder;
  }

  void open() throws IOException {
    Files.createDirectories(folder);
  }

  /** Writes a result, in place of what its id brought before. A result without rows has no file. */
  void write(Result result, RowText format) throws IOException {
    Path target = folder.resolve(name(result.batchId(), format.ending()));
    if (result.rows() == 0) {
      Files.deleteIfExists(target);
      return;
    }
    try (AsideFile file = AsideFile.create(target, false)) {
      text.clear();
      format.header(text);
      for (Batch batch : result.batches()) {
        write(batch, format, file);
      }
      file.write(text.asBuffer());
      file.publish();
    }
  }

  private void write(Batch batch, RowText format, AsideFile file) throws IOException {
    format.begin(batch);
    for (int row = 0; row < batch.rows(); row++) {
      format.row(text, batch, row);
      if (text.size() >= FLUSH_BYTES) {
        file.write(text.asBuffer());
        text.clear();
      }
    }
  }

  private static String name(long batchId, String ending) {
    TextBytes name = new TextBytes();
    name.ascii("batch-");
    name.padded(batchId, 10);
    return name + "." + ending;
  }
}
