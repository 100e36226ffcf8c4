package io.millrace.kernels;

/**
 * A batch on its way to, or at, the place where a backend computes. On the CPU it is the host batch
 * itself; on a GPU one upload of the columns asked for. Closing it frees device memory, and only
 * after all work that reads it is done (the backend waits if it must). It does not close the host
 * batch.
 */
public interface StagedBatch extends AutoCloseable {
  /** Rows of the batch. */
  int rows();

  @Override
  void close();
}
