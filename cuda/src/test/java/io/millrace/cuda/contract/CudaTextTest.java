package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TextContract;

class CudaTextTest extends TextContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
