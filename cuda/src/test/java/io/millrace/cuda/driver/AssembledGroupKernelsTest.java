package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.PtxAssembler.Usage;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.Kernels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of group tables assemble for each architecture, and keep nothing in local memory. */
final class AssembledGroupKernelsTest {
  private static final Path SHIPPED = Path.of(System.getProperty("millrace.shipped.kernels"));
  private static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90);

  /** With these four blocks of 256 threads fit on a processor of 64 Ki registers. */
  private static final int REGISTERS = 64;

  /** A quarter of what a processor has, for the same four blocks. */
  private static final int SHARED = 16 << 10;

  static Stream<KernelFile> files() {
    return Arrays.stream(KernelFile.values()).filter(file -> file.name().startsWith("GROUP_"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void assemblesWithinLimits(KernelFile file) {
    for (int architecture : ARCHITECTURES) {
      check(architecture, PtxAssembler.assemble(Kernels.ptx(file), architecture));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void assemblesWithinLimitsForNewerArchitectures(KernelFile file) {
    for (int architecture : Ptxas.architectures()) {
      check(architecture, Ptxas.assemble(SHIPPED.resolve(file.stem() + ".ptx"), architecture));
    }
  }

  private static void check(int architecture, Map<String, Usage> usages) {
    usages.forEach(
        (name, usage) -> {
          String where = name + " on sm_" + architecture;
          assertThat(usage)
              .as(where)
              .extracting(Usage::stack, Usage::spilled)
              .containsExactly(0, 0);
          assertThat(usage.registers()).as(where).isBetween(1, REGISTERS);
          assertThat(usage.shared()).as(where).isLessThanOrEqualTo(SHARED);
        });
  }
}
