package io.millrace.bench.ipc;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/**
 * Sums every column of an IPC file, read in place, by Arrow Java's own reader, and from the same
 * bytes in memory; each round measures all three, and they must agree. Then opens a file of many
 * batches.
 *
 * <p>Arguments: a folder (one in memory shows the reader rather than the disk), mebibytes, rounds.
 */
public final class MappedFileRead {
  private static final int BATCH_ROWS = 1 << 20;
  private static final int MANY_BATCHES = 10_000;

  private MappedFileRead() {}

  /** One way to read, giving the sum of all values. */
  private interface Way {
    long sum() throws IOException;
  }

  /** Runs the measurement. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "/dev/shm");
    int mebibytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
    Path large = Files.createTempFile(folder, "millrace", ".arrow");
    Path many = Files.createTempFile(folder, "millrace", ".arrow");
    try (BufferAllocator allocator = new RootAllocator()) {
      int batches = Math.max(1, mebibytes / (LongColumns.COLUMNS * Long.BYTES));
      LongColumns.write(large, batches, BATCH_ROWS, allocator);
      compare(large, batches, rounds, allocator);
      LongColumns.write(many, MANY_BATCHES, 16, allocator);
      open(many, rounds, allocator);
    } finally {
      Files.delete(large);
      Files.delete(many);
    }
  }

  private static void compare(Path file, int batches, int rounds, BufferAllocator allocator)
      throws IOException {
    try (LongColumns memory = new LongColumns(batches, BATCH_ROWS, allocator)) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put("memory", memory::sum);
      ways.put("mapped file", () -> sumMapped(file, allocator));
      ways.put("stock reader", () -> sumStock(file, allocator));
      long expected = memory.sum();
      Map<String, long[]> nanos = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Way> way : ways.entrySet()) {
          long start = System.nanoTime();
          long sum = way.getValue().sum();
          nanos.computeIfAbsent(way.getKey(), k -> new long[rounds])[round] =
              System.nanoTime() - start;
          if (sum != expected) {
            throw new IllegalStateException("Sums differ: " + way.getKey() + ", sum=" + sum);
          }
        }
      }
      long bytes = Files.size(file);
      nanos.forEach((name, times) -> report(name, times, bytes));
    }
  }

  private static void report(String name, long[] nanos, long bytes) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%-14s best %6.2f GB/s  median %6.2f GB/s%n",
        name, (double) bytes / sorted[0], (double) bytes / sorted[sorted.length / 2]);
  }

  private static long sumMapped(Path file, BufferAllocator allocator) throws IOException {
    long sum = 0;
    try (IpcFileReader reader = IpcFileReader.open(file, allocator, ReadOptions.DEFAULT)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        try (Batch closing = batch) {
          sum += LongColumns.sum(closing);
        }
      }
      if (reader.bytesCopied() != 0) {
        throw new IllegalStateException("Bytes were copied: bytes=" + reader.bytesCopied());
      }
    }
    return sum;
  }

  private static long sumStock(Path file, BufferAllocator allocator) throws IOException {
    long sum = 0;
    try (FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      while (reader.loadNextBatch()) {
        for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
          long address = vector.getDataBuffer().memoryAddress();
          sum += LongColumns.sumWords(address, vector.getValueCount());
        }
      }
    }
    return sum;
  }

  private static void open(Path file, int rounds, BufferAllocator allocator) throws IOException {
    long[] opening = new long[rounds];
    long[] reading = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      try (IpcFileReader reader = IpcFileReader.open(file, allocator, ReadOptions.DEFAULT)) {
        opening[round] = System.nanoTime() - start;
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          batch.close();
        }
      }
      reading[round] = System.nanoTime() - start;
    }
    System.out.printf(
        "%,d batches    open %s ms  open and read all %s ms (each round)%n",
        MANY_BATCHES, millis(opening), millis(reading));
  }

  private static String millis(long[] nanos) {
    return Arrays.toString(
        Arrays.stream(nanos).map(n -> n / 100_000).mapToDouble(n -> n / 10.0).toArray());
  }
}
