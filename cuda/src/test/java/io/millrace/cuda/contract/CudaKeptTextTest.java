package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TextContract;

class CudaKeptTextTest extends TextContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.withMemoryKept();
  }
}
