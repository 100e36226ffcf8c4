package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupStateContract;

class CudaGroupStateTest extends GroupStateContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
