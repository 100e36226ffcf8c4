package io.millrace.ipc;

import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.AsideFile;
import io.millrace.sink.Compression;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes each result as an Arrow IPC file {@code batch-<id>.arrow}: aside first, forced to disk,
 * then renamed, so that a reader never sees half a file. A batch that comes again with its id
 * replaces its file.
 */
final class IpcFilesSink implements Sink {
  private final Path folder;
  private final Compression compression;
  private SinkContext context;
  private long copied;

  IpcFilesSink(Path folder, Compression compression) {
    this.folder = folder;
    this.compression = compression;
  }

  @Override
  public String name() {
    return "ipcFiles(" + folder + ")";
  }

  @Override
  public void open(SinkContext opened) throws IOException {
    opened.schema().getFields().forEach(DataType::of);
    Files.createDirectories(folder);
    context = opened;
  }

  @Override
  public void write(Result result) throws IOException {
    String name = String.format(Locale.ROOT, "batch-%010d.arrow", result.batchId());
    Path target = folder.resolve(name);
    if (result.rows() == 0) {
      Files.deleteIfExists(target);
      return;
    }
    WriteLayout layout = WriteLayout.of(result.schema(), result.batches());
    try (AsideFile file = AsideFile.create(target, true);
        IpcFileWriter writer = new IpcFileWriter(file, layout, compression, context.allocator())) {
      for (Batch batch : result.batches()) {
        writer.write(batch);
      }
      writer.finish();
      file.publish();
      copied += writer.bytesCopied();
    }
  }

  @Override
  public long bytesCopied() {
    return copied;
  }

  @Override
  public void close() {
    // Nothing is held between results.
  }
}
