package io.millrace.kernels.cpu;

import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.batch.Batch;

/** On the CPU a staged batch is the host batch itself. */
record CpuStagedBatch(Batch batch) implements StagedBatch {
  @Override
  public int rows() {
    return batch.rows();
  }

  @Override
  public void close() {
    // Nothing was staged, and the host batch belongs to the caller.
  }
}
