package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupTableContract;

class CudaGroupTableTest extends GroupTableContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
