package io.millrace.cuda.emulator;

import java.util.Map;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;

/** Two arrays of 64-bit values on the emulated GPU, and kernels over them that are counted. */
final class CountedRows implements AutoCloseable {
  static final int ROWS = 4096;

  /** Sectors of one array. */
  static final long SECTORS = ROWS * 8L / 32;

  private final Gpu gpu = new Gpu();
  final CUdeviceptr in = gpu.zeros(8L * ROWS);
  final CUdeviceptr out = gpu.zeros(8L * ROWS);

  /** Launches kernel {@code k} so many times, a thread a row, and gives all that was counted. */
  Map<String, Long> run(String ptx, int times, Object... arguments) {
    CUfunction kernel = gpu.kernel(ptx, "k");
    for (int each = 0; each < times; each++) {
      gpu.launch(kernel, ROWS / 128, 128, arguments);
    }
    return Emulator.counters();
  }

  @Override
  public void close() {
    gpu.close();
    Emulator.reset();
  }
}
