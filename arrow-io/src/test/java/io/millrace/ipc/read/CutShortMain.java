package io.millrace.ipc.read;

import io.millrace.error.DataException;
import io.millrace.ipc.table.Stock;
import io.millrace.ipc.table.Table;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;

/** Reads a file that is cut short meanwhile; in a JVM of its own, in case it does not survive. */
final class CutShortMain {
  private CutShortMain() {}

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    CodecType codec = CodecType.valueOf(arguments[1]);
    try (BufferAllocator allocator = new RootAllocator()) {
      Table table =
          Table.random(
              new Random(1),
              List.of(DataType.UTF8.field("t"), DataType.INT64.field("n")),
              4_000,
              0.3);
      Stock.write(path, false, codec, allocator, List.of(table, table));
      read(path, allocator);
    }
    System.out.println("allocator closed");
  }

  private static void read(Path path, BufferAllocator allocator) throws IOException {
    try (IpcFileReader reader = IpcFileReader.open(path, allocator, ReadOptions.DEFAULT);
        Batch first = reader.next()) {
      System.out.println("before: " + sum(first));
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(4096);
      }
      try (Batch second = reader.next()) {
        System.out.println("not noticed: " + second.rows());
      } catch (DataException e) {
        System.out.println("reader: " + e.getMessage());
      }
      try {
        System.out.println("sum: " + sum(first));
      } catch (InternalError e) {
        System.out.println("batch: " + e.getMessage());
      }
    }
  }

  private static long sum(Batch batch) {
    long sum = 0;
    long address = batch.column(1).data().memoryAddress();
    for (int row = 0; row < batch.rows(); row++) {
      sum += Raw.getLong(address + row * 8L);
    }
    return sum;
  }
}
