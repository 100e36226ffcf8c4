package io.millrace.ipc;

import io.millrace.ipc.stream.IpcStreamTransport;
import io.millrace.ipc.table.Roots;
import io.millrace.ipc.table.StockStreams;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import io.millrace.sink.Compression;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes results into a folder, or to standard output, that has no room for the larger ones. */
final class FullDiskMain {
  private FullDiskMain() {}

  public static void main(String[] arguments) throws IOException {
    Table small = StockStreams.table(1, 100);
    Table large = StockStreams.table(2, 50_000);
    try (BufferAllocator allocator = new RootAllocator()) {
      try (Sink sink = sink(arguments)) {
        sink.open(new SinkContext(small.schema(), allocator));
        write(sink, 0, small, allocator);
        write(sink, 1, large, allocator);
        list(arguments);
        write(sink, 2, small, allocator);
        write(sink, 0, large, allocator);
        list(arguments);
      } catch (IOException e) {
        System.err.println("refused: " + e.getMessage());
      }
    }
    System.err.println("allocator closed");
  }

  private static Sink sink(String[] arguments) {
    return arguments.length == 0
        ? new IpcStreamTransport().sink(Endpoint.standard(), PeerLimits.DEFAULT, StreamFormat.PLAIN)
        : new IpcFormat().folderSink(Path.of(arguments[0]), Compression.NONE);
  }

  private static void write(Sink sink, long id, Table table, BufferAllocator allocator) {
    try (VectorSchemaRoot root = Roots.root(table, allocator);
        Batch batch = ArrowBatches.of(root, null)) {
      sink.write(new Result(id, 0, table.schema(), List.of(batch)));
    } catch (IOException e) {
      System.err.println("refused " + id + ": " + e.getMessage());
    }
  }

  private static void list(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
        System.err.println("files: " + files.map(p -> "" + p.getFileName()).sorted().toList());
      }
    }
  }
}
