package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.SelectContract;

class CpuSelectTest extends SelectContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
