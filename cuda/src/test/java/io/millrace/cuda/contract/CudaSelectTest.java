package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.SelectContract;

class CudaSelectTest extends SelectContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
