package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TimeCastContract;

class CpuTimeCastTest extends TimeCastContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
