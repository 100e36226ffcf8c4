package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.CompareContract;

class CudaCompareTest extends CompareContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
