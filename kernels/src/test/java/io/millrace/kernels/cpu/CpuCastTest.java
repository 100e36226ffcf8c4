package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.CastContract;

class CpuCastTest extends CastContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
