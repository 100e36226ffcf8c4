package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.LoadContract;

class CpuLoadTest extends LoadContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
