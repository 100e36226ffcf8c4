package io.millrace.kernels.cpu;

import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.build.CpuBatchBuilder;
import io.millrace.kernels.cpu.gram.CpuGramTable;
import io.millrace.kernels.cpu.group.CpuGroupTable;
import io.millrace.kernels.cpu.work.CpuWorkers;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Kernels in Java over a fixed pool of workers. */
final class CpuBackend implements Backend {
  /**
   * Sixteen columns of 64-bit values of this length fill 256 KiB, a part of the second-level cache.
   */
  private static final int CHUNK_ROWS = 2048;

  private final CpuWorkers workers;
  private final List<CpuKernelContext> contexts = new ArrayList<>();

  CpuBackend(BufferAllocator allocator, int workerCount) {
    for (int worker = 0; worker < workerCount; worker++) {
      contexts.add(new CpuKernelContext(worker, allocator));
    }
    this.workers = new CpuWorkers(workerCount, "millrace-cpu");
  }

  @Override
  public String name() {
    return CpuBackendProvider.NAME;
  }

  @Override
  public int workers() {
    return workers.count();
  }

  @Override
  public int chunkRows() {
    return CHUNK_ROWS;
  }

  @Override
  public void forEach(int tasks, Task task) {
    workers.forEach(tasks, (worker, number) -> task.run(contexts.get(worker), number));
  }

  @Override
  public StagedBatch stage(Batch batch, int... columns) {
    return new CpuStagedBatch(batch);
  }

  @Override
  public BatchBuilder newBuilder(Schema schema, BufferAllocator allocator) {
    return new CpuBatchBuilder(schema, allocator);
  }

  @Override
  public GroupTable newGroupTable(TableSpec spec, BufferAllocator allocator) {
    return switch (spec) {
      case GroupSpec groups -> new CpuGroupTable(groups, allocator, workers);
      case GramSpec gram -> new CpuGramTable(gram, allocator, workers.count());
    };
  }

  @Override
  public ValueErrors valueErrors() {
    ValueErrors sum = ValueErrors.NONE;
    for (CpuKernelContext context : contexts) {
      sum = sum.plus(context.valueErrors());
    }
    return sum;
  }

  @Override
  public void close() {
    workers.close();
    contexts.forEach(CpuKernelContext::close);
  }
}
