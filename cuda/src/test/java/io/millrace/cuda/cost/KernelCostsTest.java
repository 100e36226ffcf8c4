package io.millrace.cuda.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.FreshEmulator;
import io.millrace.cuda.launch.KernelFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Launches every kernel by way of the backend's contract, compares what comes of it with the CPU's,
 * and holds {@code docs/kernels.md} to what was counted; with {@code -Dkernels.table=write} writes
 * it anew.
 */
@ExtendWith(FreshEmulator.class)
class KernelCostsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("kernels.table"));

  @Test
  void thePageHasWhatIsMeasured() throws IOException {
    Emulator.set("schedule", "round-robin");
    Emulator.set("counters.kernels", "true");
    Emulator.set("check.global-races", "false");
    Emulator.set("check.shared-races", "false");
    Measured measured = new Measured();
    ColumnRuns.measure(measured);
    GroupRuns.measure(measured);
    Map<String, KernelCost> costs = measured.costs();
    assertThat(costs.keySet())
        .as("kernels that were launched")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(KernelFile.values())
                .flatMap(file -> KernelTable.kernels(file).stream())
                .toList());
    if (WRITE) {
      KernelTable.write(costs);
    }
    Map<String, KernelCost> written = KernelTable.read();
    assertThat(written.keySet()).isEqualTo(costs.keySet());
    costs.forEach(
        (kernel, cost) ->
            assertThat(written.get(kernel))
                .as("%s; -Dkernels.table=write writes the page anew", kernel)
                .satisfies(line -> assertThat(cost.near(line)).as(cost.cells()).isTrue()));
  }
}
