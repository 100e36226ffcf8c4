package io.millrace.ipc.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ipc.read.IpcReader;
import io.millrace.ipc.read.IpcReaders;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.ipc.table.Batches;
import io.millrace.ipc.table.Table;
import io.millrace.ipc.write.IpcFileWriter;
import io.millrace.ipc.write.IpcStreamWriter;
import io.millrace.ipc.write.WriteLayout;
import io.millrace.kernels.batch.Batch;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pyarrow writes we read, what we write it reads: files and streams, slices, dictionaries,
 * compression, value by value.
 */
class PyarrowTest {
  @TempDir Path theirs;
  @TempDir Path ours;

  @Test
  void bothReadWhatTheOtherWrites() throws IOException {
    PythonPeer.require();
    PythonPeer.script("write", theirs.toString());
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Path path : arrowFiles(theirs)) {
        readAndWriteAgain(path, allocator);
        assertThat(allocator.getAllocatedMemory()).as(path.toString()).isZero();
      }
    }
    PythonPeer.script("read", ours.toString());
    assertThat(arrowFiles(ours)).hasSize(2 * arrowFiles(theirs).size()).hasSizeGreaterThan(40);
    for (Path path : arrowFiles(ours)) {
      String origin = path.getFileName().toString().replaceAll("^(file|stream)-", "");
      assertThat(text(path)).as(path.toString()).isEqualTo(text(theirs.resolve(origin)));
    }
  }

  private static List<Path> arrowFiles(Path folder) throws IOException {
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
      write(ours.resolve("file-" + path.getFileName()), false, reader.schema(), batches, allocator);
      write(
          ours.resolve("stream-" + path.getFileName()), true, reader.schema(), batches, allocator);
    } finally {
      batches.forEach(Batch::close);
    }
  }

  private static void write(
      Path path, boolean stream, Schema schema, List<Batch> batches, BufferAllocator allocator)
      throws IOException {
    WriteLayout layout =
        stream && !batches.isEmpty()
            ? WriteLayout.like(batches.getFirst())
            : WriteLayout.of(schema, batches);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (stream) {
        try (IpcStreamWriter writer = new IpcStreamWriter(channel, layout, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
        }
      } else {
        try (IpcFileWriter writer = new IpcFileWriter(channel, layout, allocator)) {
          for (Batch batch : batches) {
            writer.write(batch);
          }
          writer.finish();
        }
      }
    }
  }

  /** The form that the script writes. */
  private static String text(List<Batch> batches) {
    if (batches.isEmpty()) {
      return "\n";
    }
    Table table = batches.stream().map(Batches::table).reduce(Table::plus).orElseThrow();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < table.fields().size(); i++) {
      text.append(table.fields().get(i).getName());
      table.words().get(i).forEach(word -> text.append(' ').append(word.isEmpty() ? "-" : word));
      text.append('\n');
    }
    return text.toString();
  }
}
