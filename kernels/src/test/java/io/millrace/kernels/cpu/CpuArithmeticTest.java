package io.millrace.kernels.cpu;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.ArithmeticContract;

class CpuArithmeticTest extends ArithmeticContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
