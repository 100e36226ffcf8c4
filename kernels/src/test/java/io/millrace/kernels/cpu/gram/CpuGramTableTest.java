package io.millrace.kernels.cpu.gram;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GramTableContract;
import io.millrace.kernels.cpu.CpuBackendProvider;

class CpuGramTableTest extends GramTableContract {
  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }
}
