package io.millrace.bench.ipc;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How long it takes to open a mapped file of 10,000 batches, and to read all of them. The first
 * time counts as well: a program opens most files once, with code that nobody has warmed.
 */
final class ManyBatches {
  private static final int BATCHES = 10_000;
  private static final int ROWS = 16;

  private ManyBatches() {}

  /** Measures so many rounds with a file in a folder, and prints each. */
  static void run(Path folder, int rounds, BufferAllocator allocator) throws IOException {
    Path file = Files.createTempFile(folder, "millrace", ".arrow");
    try {
      LongColumns.write(file, BATCHES, ROWS, allocator);
      long[] opening = new long[rounds];
      long[] reading = new long[rounds];
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        try (IpcFileReader reader = IpcFileReader.open(file, allocator, ReadOptions.DEFAULT)) {
          opening[round] = System.nanoTime() - start;
          readAll(reader);
        }
        reading[round] = System.nanoTime() - start;
      }
      System.out.printf(
          "%,d batches in %,d bytes: opened in %s ms, opened and read in %s ms%n",
          BATCHES, Files.size(file), millis(opening), millis(reading));
    } finally {
      Files.delete(file);
    }
  }

  private static void readAll(IpcFileReader reader) {
    long rows = 0;
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      rows += batch.rows();
      batch.close();
    }
    if (rows != (long) BATCHES * ROWS) {
      throw new IllegalStateException("All rows must come: rows=" + rows);
    }
  }

  private static String millis(long[] nanos) {
    return Arrays.toString(
        Arrays.stream(nanos).map(n -> n / 100_000).mapToDouble(n -> n / 10.0).toArray());
  }
}
