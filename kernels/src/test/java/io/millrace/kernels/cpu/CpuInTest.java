package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.InContract;

class CpuInTest extends InContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
