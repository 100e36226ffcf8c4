package io.millrace.kernels.cpu.group;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupTextContract;
import io.millrace.kernels.cpu.CpuBackendProvider;

class CpuGroupTextTest extends GroupTextContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
