package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.PtxAssembler.Usage;
import io.millrace.cuda.launch.KernelFile;
import io.millrace.cuda.launch.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of group tables assemble for each architecture, and keep nothing in local memory. */
final class AssembledGroupKernelsTest {
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
      PtxAssembler.assemble(Kernels.ptx(file), architecture)
          .forEach(
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
}
