package io.millrace.kernels.cpu.group;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupStateContract;
import io.millrace.kernels.cpu.CpuBackendProvider;

class CpuGroupStateTest extends GroupStateContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
