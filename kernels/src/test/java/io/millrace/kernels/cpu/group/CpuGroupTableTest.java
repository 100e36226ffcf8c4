package io.millrace.kernels.cpu.group;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.cpu.CpuBackendProvider;

class CpuGroupTableTest extends GroupTableContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
