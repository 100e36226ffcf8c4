package io.millrace.ipc;

import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Writes each result as an Arrow IPC file {@code batch-<id>.arrow}: aside first, forced to disk,
 * then renamed, so that a reader never sees half a file. A batch that comes again with its id
 * replaces its file.
 */
final class IpcFilesSink implements Sink {
  private final Path folder;
  private SinkContext context;
  private long copied;

  IpcFilesSink(Path folder) {
    this.folder = folder;
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
    if (result.rows() == 0) {
      Files.deleteIfExists(folder.resolve(name));
      return;
    }
    Path aside = folder.resolve("." + name + ".tmp");
    try {
      write(result, aside);
      Files.move(
          aside,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private void write(Result result, Path aside) throws IOException {
    WriteLayout layout = WriteLayout.of(result.schema(), result.batches());
    try (FileChannel channel =
            FileChannel.open(
                aside,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        IpcFileWriter writer = new IpcFileWriter(channel, layout, context.allocator())) {
      for (Batch batch : result.batches()) {
        writer.write(batch);
      }
      writer.finish();
      copied += writer.bytesCopied();
      channel.force(true);
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
