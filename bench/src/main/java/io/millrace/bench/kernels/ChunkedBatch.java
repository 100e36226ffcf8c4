package io.millrace.bench.kernels;

import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.Dataset;
import io.millrace.kernels.Backend;
import io.millrace.kernels.Backends;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;

/**
 * The first batch of a data source, staged on a backend with one worker, to be taken chunk by
 * chunk.
 */
final class ChunkedBatch implements AutoCloseable {
  private final RootAllocator root = new RootAllocator();
  private final Backend backend;
  private final Batch batch;
  private final StagedBatch staged;

  /** Makes the rows and stages all columns. */
  ChunkedBatch(DataSource source, String device) {
    this.backend = Backends.provider(device).open(root, 1);
    try (Dataset data = source.generate(root)) {
      this.batch = ArrowBatches.of(data.batches().getFirst(), null);
    }
    this.staged = backend.stage(batch, IntStream.range(0, batch.columns().size()).toArray());
  }

  /** The host batch. */
  Batch batch() {
    return batch;
  }

  /** What is measured, for one chunk. */
  @FunctionalInterface
  interface Kernel {
    /** Computes something from the rows and returns a number that depends on it. */
    long run(KernelContext context, StagedBatch staged, int from, int length);
  }

  /** Runs a kernel over all chunks; the sum of what it returns. */
  long sum(Kernel kernel) {
    long[] sum = new long[1];
    int chunk = Math.min(backend.chunkRows(), batch.rows());
    backend.forEach(
        1,
        (context, _) -> {
          for (int from = 0; from < batch.rows(); from += chunk) {
            sum[0] += kernel.run(context, staged, from, Math.min(chunk, batch.rows() - from));
            context.reset();
          }
        });
    return sum[0];
  }

  @Override
  public void close() {
    staged.close();
    batch.close();
    backend.close();
    root.close();
  }
}
