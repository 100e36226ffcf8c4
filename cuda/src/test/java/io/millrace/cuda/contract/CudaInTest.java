package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.InContract;

class CudaInTest extends InContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
