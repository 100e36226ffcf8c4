package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.BackendContract;

class CudaBackendTest extends BackendContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
