package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.LogicContract;

class CudaLogicTest extends LogicContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
