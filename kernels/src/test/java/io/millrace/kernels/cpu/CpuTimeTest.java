package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TimeContract;

class CpuTimeTest extends TimeContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
