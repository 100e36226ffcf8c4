package io.millrace.cuda.build;

import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.transfer.ToHost;
import io.millrace.cuda.vec.DeviceVec;
import io.millrace.error.InternalException;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.build.CpuBatchBuilder;
import io.millrace.kernels.cpu.scratch.Scratch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Chunks come down as they are appended, and are joined on the host. */
public final class DeviceBatchBuilder implements BatchBuilder {
  private final CpuBatchBuilder host;
  private final Scratch scratch;
  private final ToHost toHost;

  /** An empty builder; buffers come from {@code allocator} when the first rows do. */
  public DeviceBatchBuilder(CudaDevice device, Schema schema, BufferAllocator allocator) {
    this.host = new CpuBatchBuilder(schema, allocator);
    this.scratch = new Scratch(allocator);
    this.toHost = new ToHost(device, scratch);
  }

  @Override
  public int rows() {
    return host.rows();
  }

  @Override
  public void append(KernelContext context, Vec... columns) {
    DeviceVec[] vecs = new DeviceVec[columns.length];
    for (int i = 0; i < columns.length; i++) {
      vecs[i] = ours(columns[i]);
    }
    try {
      host.append(context, toHost.vectors(vecs));
    } finally {
      scratch.reset();
    }
  }

  private static DeviceVec ours(Vec vec) {
    if (vec instanceof DeviceVec device) {
      return device;
    }
    throw new InternalException(
        "Vectors belong to the backend that made them: backend=cuda, vector="
            + vec.getClass().getName()
            + ".");
  }

  @Override
  public Batch build() {
    return host.build();
  }

  @Override
  public void close() {
    scratch.close();
    host.close();
  }
}
