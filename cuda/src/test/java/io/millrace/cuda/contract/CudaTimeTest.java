package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TimeContract;

class CudaTimeTest extends TimeContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
