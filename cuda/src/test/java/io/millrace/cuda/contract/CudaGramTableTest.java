package io.millrace.cuda.contract;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GramTableContract;

class CudaGramTableTest extends GramTableContract {
  @Override
  protected BackendProvider provider() {
    return TestedBackend.provider();
  }
}
