package io.millrace.kernels;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where kernels run: the CPU, or one GPU. A backend is opened for one query, by {@link
 * BackendProvider#open}, and owns its workers, their contexts and its memory.
 *
 * <p>The contract fits a device that works asynchronously in memory of its own: results of kernels
 * stay on the device as opaque {@link Vec}s; kernels of one context run in the order of the calls,
 * but may not have run when a call returns; only what is marked <i>blocks</i> waits for the device.
 * An error of the device may therefore surface at any later call, as a {@link
 * io.millrace.error.DeviceException}.
 *
 * <p>After a fatal {@code DeviceException} all that the backend had on its device is lost. What it
 * made may only be closed then, which gives back what it holds on the host, and throws nothing.
 *
 * <p>Threads: {@code forEach} is called by one thread at a time (the query's loop). Everything else
 * that takes a context is called on the thread that was handed that context.
 */
public interface Backend extends AutoCloseable {
  /** Short name as in {@code device=cpu}. */
  String name();

  /** How many contexts there are, and so how many tasks run at the same time. */
  int workers();

  /**
   * The rows that one chunk should have: small enough for the cache on a CPU, {@link
   * Integer#MAX_VALUE} where a batch is best taken whole. Chunks may be shorter, never longer.
   */
  int chunkRows();

  /**
   * Runs {@code tasks} tasks, numbered from 0, over the workers, and blocks until all have returned
   * and all device work that they began is done, but for rows on their way to a {@link
   * BatchBuilder}, which waits for them when it builds. Tasks are begun in ascending order. After
   * the first failure no further task is begun; that failure is thrown, later ones are suppressed
   * into it.
   */
  void forEach(int tasks, Task task);

  /**
   * Whether batches are best staged before their turn, since the device brings one up while it
   * computes another. False where staging is nothing.
   */
  default boolean stagesAhead() {
    return false;
  }

  /**
   * Begins to bring columns to the device; one transfer for all of them where there is a transfer.
   * Does not wait for it. Several batches may be staged at the same time.
   *
   * @param batch must stay open until the result is closed
   * @param columns ordinals of the columns that will be loaded
   */
  StagedBatch stage(Batch batch, int... columns);

  /**
   * Bytes of batches that were copied within the host, on their way to the device, since the
   * backend was opened.
   */
  default long bytesGathered() {
    return 0;
  }

  /**
   * A builder of host batches with the given schema, whose buffers come from {@code allocator}. The
   * caller closes it.
   */
  BatchBuilder newBuilder(Schema schema, BufferAllocator allocator);

  /**
   * An empty group table. The caller closes it. Result batches and key bytes come from {@code
   * allocator}.
   */
  GroupTable newGroupTable(TableSpec spec, BufferAllocator allocator);

  /**
   * Values that became null because they had no value, and the like, since the backend was opened;
   * once its device is lost, as it was last known. Blocks.
   */
  ValueErrors valueErrors();

  /**
   * Ends the workers and gives back all memory. Builders, tables and staged batches must have been
   * closed before.
   */
  @Override
  void close();

  /** One task of {@link #forEach}. */
  @FunctionalInterface
  interface Task {
    /** Runs on a worker's thread, with that worker's context. */
    void run(KernelContext context, int task);
  }
}
