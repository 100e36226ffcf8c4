package io.millrace.cuda.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.host.HostGramTable;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.contract.GramTableContract;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Where there is no cuBLAS the CPU computes what the GPU's rows come to. */
class HostGramTableTest extends GramTableContract {
  @Override
  protected BackendProvider provider() {
    TestedBackend.provider();
    return new CudaBackendProvider(true, false);
  }

  @Test
  void isTakenWithoutCublas() {
    try (RootAllocator root = new RootAllocator();
        Backend backend = provider().open(root, 0);
        GroupTable table = backend.newGroupTable(new GramSpec(List.of("x")), root)) {
      assertThat(table).isInstanceOf(HostGramTable.class);
    }
  }
}
