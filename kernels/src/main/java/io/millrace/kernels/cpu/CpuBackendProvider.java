package io.millrace.kernels.cpu;

import io.millrace.error.UserException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import org.apache.arrow.memory.BufferAllocator;

/** The CPU that the process runs on: always there. */
public final class CpuBackendProvider implements BackendProvider {
  static final String NAME = "cpu";

  /** For the service loader. */
  public CpuBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return new Availability.Available(
        System.getProperty("os.arch")
            + ", "
            + processors()
            + " processors, Java "
            + Runtime.version().feature());
  }

  @Override
  public Backend open(BufferAllocator allocator, int workers) {
    if (workers < 0) {
      throw new UserException(
          "The number of workers must not be negative: workers=" + workers + ". Use 0 for all.");
    }
    return new CpuBackend(allocator, workers == 0 ? processors() : workers);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
