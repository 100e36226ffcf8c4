package io.millrace.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.PtxAssembler.Usage;
import io.millrace.cuda.launch.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kernel assembles for each architecture, within limits, and with nothing in local memory. */
final class AssembledKernelsTest {
  private static final Path TRIAL = Path.of(System.getProperty("millrace.trial.kernels"));
  private static final Path SHIPPED = Path.of(System.getProperty("millrace.shipped.kernels"));
  private static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90);

  /**
   * Registers a thread with which 1,024 threads fit on a processor of 64 Ki registers. That is all
   * that sm_75 holds, and half of what later ones do; most kernels have four rows in flight for a
   * thread, so that half as many threads wait for as much memory.
   */
  private static final int REGISTERS = 64;

  /** Bytes of shared memory a block, where there is any. */
  private static final Map<String, Integer> SHARED =
      Map.of("groupFew", 128 * 12, "gram_sum", 8 * 8, "scan_tile32", 8 * 8, "scan_tile64", 8 * 8);

  /** All but those of group tables, which have a test of their own. */
  static Stream<Path> kernels() {
    return Stream.concat(
        files(TRIAL, ".ptx").stream(),
        files(SHIPPED, ".ptx").stream()
            .filter(file -> !file.getFileName().toString().startsWith("group_")));
  }

  static Stream<Path> folders() {
    return Stream.of(TRIAL, SHIPPED);
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void assemblesWithinLimits(Path file) throws IOException {
    String ptx = Files.readString(file);
    check(ARCHITECTURES, each -> PtxAssembler.assemble(ptx, each));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void assemblesWithinLimitsForNewerArchitectures(Path file) {
    check(Ptxas.architectures(), each -> Ptxas.assemble(file, each));
  }

  private static void check(
      List<Integer> architectures, IntFunction<Map<String, Usage>> assembled) {
    SoftAssertions softly = new SoftAssertions();
    Map<Integer, Map<String, Usage>> usages = new ConcurrentHashMap<>();
    // The assembler is what takes the time, and it may be used by several threads.
    architectures.parallelStream().forEach(each -> usages.put(each, assembled.apply(each)));
    usages.forEach(
        (architecture, all) ->
            all.forEach((name, usage) -> check(softly, name, architecture, usage)));
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, String name, int architecture, Usage usage) {
    String kernel = name + " on sm_" + architecture;
    softly.assertThat(usage.stack()).as(kernel + ", stack").isZero();
    softly.assertThat(usage.spilled()).as(kernel + ", spilled").isZero();
    softly.assertThat(usage.registers()).as(kernel + ", registers").isBetween(1, REGISTERS);
    softly
        .assertThat(usage.shared())
        .as(kernel + ", shared bytes")
        .isLessThanOrEqualTo(SHARED.getOrDefault(name, 0));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void eachSourceHasItsPtxAndTheOtherWayRound(Path folder) {
    assertThat(names(folder, ".cu")).isNotEmpty().isEqualTo(names(folder, ".ptx"));
  }

  private static List<String> names(Path folder, String ending) {
    return files(folder, ending).stream()
        .map(file -> file.getFileName().toString().replace(ending, ""))
        .toList();
  }

  @Test
  void eachFileThatShipsIsKnown() {
    assertThat(Arrays.stream(KernelFile.values()).map(KernelFile::stem).sorted())
        .isEqualTo(names(SHIPPED, ".cu"));
  }
}
