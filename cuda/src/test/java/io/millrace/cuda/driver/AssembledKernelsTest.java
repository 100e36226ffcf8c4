package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.PtxAssembler.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kernel assembles for each architecture, within limits, and with nothing in local memory. */
final class AssembledKernelsTest {
  private static final Path FOLDER = Path.of(System.getProperty("millrace.trial.kernels"));
  private static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90);

  /** Registers a thread with which 1,024 threads fit on a processor of 64 Ki registers, halved. */
  private static final int REGISTERS = 32;

  private static final Map<String, Integer> SHARED = Map.of("groupFew", 128 * 12);

  static Stream<Path> kernels() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ptx")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void assemblesWithinLimits(Path file) throws IOException {
    String ptx = Files.readString(file);
    for (int architecture : ARCHITECTURES) {
      PtxAssembler.assemble(ptx, architecture)
          .forEach(
              (name, usage) -> {
                assertThat(usage)
                    .as(name + " on sm_" + architecture)
                    .extracting(Usage::stack, Usage::spilled)
                    .containsExactly(0, 0);
                assertThat(usage.registers())
                    .as(name + " on sm_" + architecture)
                    .isBetween(1, REGISTERS);
                assertThat(usage.shared()).isLessThanOrEqualTo(SHARED.getOrDefault(name, 0));
              });
    }
  }

  @Test
  void eachSourceHasItsPtxAndTheOtherWayRound() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(
              names.stream()
                  .filter(name -> name.endsWith(".cu"))
                  .map(name -> name.replace(".cu", "")))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              names.stream()
                  .filter(name -> name.endsWith(".ptx"))
                  .map(name -> name.replace(".ptx", ""))
                  .toList());
    }
  }
}
