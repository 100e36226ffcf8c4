package io.millrace.cuda;

import io.millrace.cuda.build.DeviceBatchBuilder;
import io.millrace.cuda.device.CudaDevice;
import io.millrace.cuda.driver.Blas;
import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.driver.CudaStream;
import io.millrace.cuda.gram.CudaGramTable;
import io.millrace.cuda.group.CudaGroupTable;
import io.millrace.cuda.host.HostGramTable;
import io.millrace.cuda.host.HostKernels;
import io.millrace.cuda.load.Staging;
import io.millrace.cuda.memory.HostSlabs;
import io.millrace.error.Closing;
import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels on one GPU. A batch is taken whole, by one worker, the calling thread: the device runs
 * what is queued on its own threads.
 */
final class CudaBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(CudaBackend.class);

  private final Closing closing = new Closing();
  private final CudaDevice device;
  private final HostKernels host;
  private final CudaKernelContext context;
  private ValueErrors counted = ValueErrors.NONE;

  private boolean usesBlas;

  /** Made for the first table that needs it; else null. */
  private Blas blas;

  CudaBackend(
      DeviceInfo info,
      BufferAllocator allocator,
      HostSlabs slabs,
      boolean exactMemory,
      boolean usesBlas) {
    this.usesBlas = usesBlas;
    this.device = closing.add(new CudaDevice(info, slabs, exactMemory));
    try {
      this.host = closing.add(new HostKernels(device, allocator));
      this.context = closing.add(new CudaKernelContext(device, host));
    } catch (RuntimeException | Error e) {
      closing.close(e);
      throw e;
    }
  }

  @Override
  public String name() {
    return CudaBackendProvider.NAME;
  }

  @Override
  public int workers() {
    return 1;
  }

  @Override
  public int chunkRows() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void forEach(int tasks, Task task) {
    device.bind();
    for (int i = 0; i < tasks; i++) {
      task.run(context, i);
    }
    device.tally().await();
  }

  @Override
  public boolean stagesAhead() {
    return true;
  }

  @Override
  public StagedBatch stage(Batch batch, int... columns) {
    device.bind();
    return Staging.stage(device, batch, columns);
  }

  @Override
  public long bytesGathered() {
    return device.arrivals().gathered();
  }

  @Override
  public BatchBuilder newBuilder(Schema schema, BufferAllocator allocator) {
    return new DeviceBatchBuilder(device, schema, allocator);
  }

  @Override
  public GroupTable newGroupTable(TableSpec spec, BufferAllocator allocator) {
    device.bind();
    return switch (spec) {
      case GroupSpec groups -> new CudaGroupTable(device, groups, allocator);
      case GramSpec gram when startsBlas() -> new CudaGramTable(device, blas, gram, allocator);
      case GramSpec gram -> new HostGramTable(host, gram, allocator);
    };
  }

  /** Whether there is cuBLAS, and it goes with the driver and finds the memory that it wants. */
  private boolean startsBlas() {
    if (blas == null && usesBlas && Blas.missing().isEmpty()) {
      try {
        blas = closing.add(Blas.open(device.stream()));
      } catch (DeviceException e) {
        usesBlas = false;
        LOG.warn(
            "cuBLAS does not start, so covariance, correlation and least squares run on the CPU:"
                + " error={}",
            e.getMessage());
      }
    }
    return blas != null;
  }

  @Override
  public ValueErrors valueErrors() {
    try {
      device.bind();
      counted = device.tally().await();
    } catch (DeviceException e) {
      // a lost device counts no more, and those who run on it are told by other calls
      if (e.recoverable()) {
        throw e;
      }
    }
    return counted.plus(host.valueErrors());
  }

  /** The stream that kernels are queued on; the calling thread may use the device from now on. */
  CudaStream boundStream() {
    device.bind();
    return device.stream();
  }

  @Override
  public void close() {
    // The last that is added comes first.
    closing.add(device::bind);
    closing.close();
  }
}
