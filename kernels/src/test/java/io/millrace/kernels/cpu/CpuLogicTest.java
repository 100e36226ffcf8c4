package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.LogicContract;

class CpuLogicTest extends LogicContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
