package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.CompareContract;

class CpuCompareTest extends CompareContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
