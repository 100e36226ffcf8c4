package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.SplitContract;

class CudaSplitTest extends SplitContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
