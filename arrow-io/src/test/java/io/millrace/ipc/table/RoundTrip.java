package io.millrace.ipc.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Compression;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Files and streams of another library, read, written again in both forms, and compared value by
 * value with what that library says of its own and of ours. Beside each {@code .arrow} it writes a
 * {@code .txt} in the form of {@link Table#text}.
 *
 * @param theirs where the other library has written
 * @param ours where this writes, and the other library then says what it read
 * @param compressions that the other library reads
 */
public record RoundTrip(Path theirs, Path ours, List<Compression> compressions) {
  /** Reads all of theirs, and writes each of them again in every form. */
  public void readAndWriteAgain() throws IOException {
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Path path : arrowFiles(theirs)) {
        readAndWriteAgain(path, allocator);
        assertThat(allocator.getAllocatedMemory()).as(path.toString()).isZero();
      }
    }
  }

  /** Compares what the other library read with what it had written. */
  public void assertReadAlike() throws IOException {
    int forms = 2 * compressions.size();
    assertThat(arrowFiles(ours)).hasSize(forms * arrowFiles(theirs).size());
    for (Path path : arrowFiles(ours)) {
      String origin = path.getFileName().toString().replaceAll("^(file|stream)-[A-Z0-9_]*-", "");
      assertThat(text(path)).as(path.toString()).isEqualTo(text(theirs.resolve(origin)));
    }
  }

  /** The files of a folder. */
  public static List<Path> arrowFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".arrow")).sorted().toList();
    }
  }

  private static String text(Path arrow) throws IOException {
    return Files.readString(
        arrow.resolveSibling(arrow.getFileName().toString().replace(".arrow", ".txt")));
  }

  private void readAndWriteAgain(Path path, BufferAllocator allocator) throws IOException {
    List<Batch> batches = new ArrayList<>();
    try (IpcReader reader = IpcReaders.open(path, allocator, ReadOptions.DEFAULT)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        batches.add(batch);
      }
      assertThat(text(batches)).as(path.toString()).isEqualTo(text(path));
      boolean copies = path.toString().matches(".*(zstd|lz4|deltas).*");
      assertThat(reader.bytesCopied() > 0).as(path.toString()).isEqualTo(copies);
      for (Compression compression : compressions) {
        String name = "-" + compression + "-" + path.getFileName();
        write(ours.resolve("file" + name), false, reader.schema(), compression, batches, allocator);
        write(
            ours.resolve("stream" + name), true, reader.schema(), compression, batches, allocator);
      }
    } finally {
      batches.forEach(Batch::close);
    }
  }

  private static void write(
      Path path,
      boolean stream,
      Schema schema,
      Compression compression,
      List<Batch> batches,
      BufferAllocator allocator)
      throws IOException {
    WriteLayout layout =
        stream && !batches.isEmpty()
            ? WriteLayout.like(batches.getFirst())
            : WriteLayout.of(schema, batches);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (stream) {
        try (IpcStreamWriter writer =
            new IpcStreamWriter(channel, layout, compression, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
        }
      } else {
        try (IpcFileWriter writer = new IpcFileWriter(channel, layout, compression, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
        }
      }
    }
  }

  private static String text(List<Batch> batches) {
    return batches.isEmpty()
        ? "\n"
        : batches.stream().map(Batches::table).reduce(Table::plus).orElseThrow().text();
  }
}
