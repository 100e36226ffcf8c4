package io.millrace.cuda.contract;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.emulator.TestedDevice;
import io.millrace.kernels.BackendProvider;

/** The CUDA backend as the contracts open it, over the emulated driver or the machine's. */
final class TestedBackend {
  private TestedBackend() {}

  /** Skips the test where the emulator is asked for and was not built. */
  static BackendProvider provider() {
    TestedDevice.require();
    return new CudaBackendProvider(true);
  }

  /** As users have it: memory is handed out again, by work of one stream to work of another. */
  static BackendProvider withMemoryKept() {
    TestedDevice.require();
    return new CudaBackendProvider(false);
  }
}
