package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupTableContract;

class CudaKeptGroupTableTest extends GroupTableContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.withMemoryKept();
  }
}
