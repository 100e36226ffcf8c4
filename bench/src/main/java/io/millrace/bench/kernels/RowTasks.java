package io.millrace.bench.kernels;

import io.millrace.kernels.Backend;
import io.millrace.kernels.KernelContext;

/** Rows as tasks of a backend, and chunks within these, as a query would have them. */
public final class RowTasks {
  private static final int ROWS_PER_TASK = 128 << 10;

  private RowTasks() {}

  /** What is done with a chunk. */
  @FunctionalInterface
  public interface Chunk {
    /** Takes {@code count} rows behind the first {@code from}; the context is reset afterwards. */
    void take(KernelContext context, int task, int from, int count);
  }

  /** How many tasks the rows are. */
  public static int count(Backend backend, int rows) {
    return Math.ceilDiv(rows, rowsPerTask(backend));
  }

  private static int rowsPerTask(Backend backend) {
    return Math.max(ROWS_PER_TASK, backend.chunkRows());
  }

  /** Runs all chunks, and waits for them. */
  public static void run(Backend backend, int rows, Chunk chunk) {
    int perTask = rowsPerTask(backend);
    backend.forEach(
        count(backend, rows),
        (context, task) -> {
          int from = task * perTask;
          int end = (int) Math.min(rows, from + (long) perTask);
          while (from < end) {
            int count = Math.min(backend.chunkRows(), end - from);
            chunk.take(context, task, from, count);
            context.reset();
            from += count;
          }
        });
  }
}
