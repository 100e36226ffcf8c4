package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.CastContract;

class CudaCastTest extends CastContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
