package io.millrace.bench.ipc;

import io.millrace.ipc.read.IpcFileReader;
import io.millrace.ipc.read.ReadOptions;
import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Reads a mapped file of 4 GiB and says how much heap and direct memory the process has used for
 * it; the pages of the map are the system's to keep or to drop. Run it with {@code -Xmx64m}.
 *
 * <p>Arguments: a folder with room for the file, mebibytes.
 */
public final class MappedMemory {
  private static final int BATCH_ROWS = 1 << 17;

  private MappedMemory() {}

  /** Runs the measurement. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target");
    int mebibytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4096;
    Path file = Files.createTempFile(folder, "millrace", ".arrow");
    int batches = (int) (((long) mebibytes << 20) / LongColumns.bytes(BATCH_ROWS));
    try {
      try (BufferAllocator writing = new RootAllocator()) {
        LongColumns.write(file, batches, BATCH_ROWS, writing);
      }
      System.gc();
      report("before", 0);
      long sum = 0;
      try (BufferAllocator allocator = new RootAllocator();
          IpcFileReader reader = IpcFileReader.open(file, allocator, ReadOptions.DEFAULT)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          try (Batch closing = batch) {
            sum += LongColumns.sum(closing);
          }
        }
        report("after reading all, map still there", sum);
        System.out.printf(
            "file %,d bytes, copied %,d, allocator beyond the map %,d%n",
            Files.size(file),
            reader.bytesCopied(),
            allocator.getPeakMemoryAllocation() - Files.size(file));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void report(String when, long sum) {
    Runtime runtime = Runtime.getRuntime();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    System.out.printf(
        "%s: heap %,d bytes, direct %,d bytes, sum %d%n",
        when, runtime.totalMemory() - runtime.freeMemory(), direct, sum);
  }
}
