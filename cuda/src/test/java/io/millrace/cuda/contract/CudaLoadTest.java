package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.LoadContract;

class CudaLoadTest extends LoadContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
