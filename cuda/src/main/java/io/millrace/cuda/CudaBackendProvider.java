package io.millrace.cuda;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.cuda.driver.Blas;
import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.memory.HostSlabs;
import io.millrace.error.DeviceException;
import io.millrace.error.UserException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.HostMemory;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** The first CUDA device of the machine, if there is one. */
public final class CudaBackendProvider implements BackendProvider {
  static final String NAME = "cuda";

  /** Older devices lack what the kernels' PTX is made for. */
  private static final int LEAST_CAPABILITY = 75;

  /** The most host memory that batches may pin: a quarter of the machine's. */
  private static final long MOST_PINNED =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 4;

  private final boolean exactMemory;
  private final boolean blas;
  private final long cacheBytes;
  private final HostSlabs slabs = new HostSlabs(MOST_PINNED);

  /** For the service loader. */
  public CudaBackendProvider() {
    this(false);
  }

  /**
   * A provider whose backends, in exact mode, take each piece of memory from the driver as it is,
   * so that a tool that checks accesses sees the least overrun. Slow.
   */
  public CudaBackendProvider(boolean exactMemory) {
    this(exactMemory, true);
  }

  /** As {@link #CudaBackendProvider(boolean)}; without {@code blas} as if there were no cuBLAS. */
  public CudaBackendProvider(boolean exactMemory, boolean blas) {
    this(exactMemory, blas, 0);
  }

  /**
   * As {@link #CudaBackendProvider(boolean)}; backends take the device's cache to hold so many
   * bytes, whatever it holds, 0 for what the device says. Tables that are much larger have their
   * rows put in order first.
   */
  public CudaBackendProvider(boolean exactMemory, long cacheBytes) {
    this(exactMemory, true, cacheBytes);
  }

  private CudaBackendProvider(boolean exactMemory, boolean blas, long cacheBytes) {
    this.exactMemory = exactMemory;
    this.blas = blas;
    this.cacheBytes = cacheBytes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return switch (Cuda.availability()) {
      case CudaAvailability.Unavailable none -> new Availability.Unavailable(none.reason());
      case CudaAvailability.Available found -> describe(found.devices().getFirst());
    };
  }

  private static Availability describe(DeviceInfo info) {
    String capability = info.capability() / 10 + "." + info.capability() % 10;
    if (info.capability() < LEAST_CAPABILITY) {
      return new Availability.Unavailable(
          info.name() + " has compute capability " + capability + ", and 7.5 is needed");
    }
    return new Availability.Available(
        info.name()
            + ", compute capability "
            + capability
            + ", "
            + (info.memory() >> 20)
            + " MiB, "
            + info.multiprocessors()
            + " multiprocessors");
  }

  /** The same for all backends of this provider. */
  @Override
  public Optional<HostMemory> hostMemory() {
    return Optional.of(slabs);
  }

  @Override
  public List<String> remarks() {
    return List.of(
        Blas.missing()
            .map(reason -> "covariance, correlation and least squares run on the CPU: " + reason)
            .orElse("covariance, correlation and least squares by cuBLAS"));
  }

  @Override
  public Backend open(BufferAllocator allocator, int workers) {
    if (workers < 0) {
      throw new UserException(
          "The number of workers must not be negative: workers=" + workers + ". Use 0 for all.");
    }
    return switch (Cuda.availability()) {
      case CudaAvailability.Unavailable none ->
          throw new DeviceException(
              "A CUDA device must be there: reason=" + none.reason() + ". Use device=cpu.",
              false,
              null);
      case CudaAvailability.Available found ->
          new CudaBackend(info(found), allocator, slabs, exactMemory, blas);
    };
  }

  private DeviceInfo info(CudaAvailability.Available found) {
    DeviceInfo info = found.devices().getFirst();
    return cacheBytes == 0 ? info : info.withCache(cacheBytes);
  }
}
