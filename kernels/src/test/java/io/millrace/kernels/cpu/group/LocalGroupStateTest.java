package io.millrace.kernels.cpu.group;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GroupStateContract;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.cpu.work.CpuWorkers;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import org.junit.jupiter.api.AfterEach;

class LocalGroupStateTest extends GroupStateContract {
  private final CpuWorkers workers = new CpuWorkers(2, "small");

  @Override
  protected BackendProvider provider() {
    return new CpuBackendProvider();
  }

  @Override
  protected GroupTable newTable(GroupSpec spec) {
    return new CpuGroupTable(spec, harness().allocator(), workers, SmallTunings.LOCAL);
  }

  @AfterEach
  void endWorkers() {
    workers.close();
  }
}
