package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.TimeCastContract;

class CudaTimeCastTest extends TimeCastContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
