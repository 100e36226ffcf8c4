package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupTextContract;

class CudaGroupTextTest extends GroupTextContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
