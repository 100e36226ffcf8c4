package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TextContract;

class CpuTextTest extends TextContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
