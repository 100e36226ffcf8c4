package io.millrace.cuda.contract;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.emulator.Emulator;
import io.millrace.kernels.BackendProvider;

/** The CUDA backend over the emulated driver, as the contracts open it. */
final class EmulatedBackend {
  private EmulatedBackend() {}

  /** Skips the test where the emulator was not built. */
  static BackendProvider provider() {
    Emulator.require();
    return new CudaBackendProvider(true);
  }

  /** As users have it: memory is handed out again, by work of one stream to work of another. */
  static BackendProvider withMemoryKept() {
    Emulator.require();
    return new CudaBackendProvider(false);
  }
}
