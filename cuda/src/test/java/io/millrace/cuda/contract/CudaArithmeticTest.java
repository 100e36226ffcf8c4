package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.ArithmeticContract;

class CudaArithmeticTest extends ArithmeticContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
