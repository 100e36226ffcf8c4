package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.SplitContract;

class CpuSplitTest extends SplitContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
