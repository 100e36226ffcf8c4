package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/gpu.md for a GPU server, with the emulated driver as the machine's own. In
 * place of Maven stands a script that tells this test's class path: all is built already.
 */
class OnGpuTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMANDS =
      Pattern.compile("<!-- shell: on-gpu -->\n```sh\n(.*?)```", Pattern.DOTALL);
  private static final long MOST_SECONDS = 180;

  @TempDir Path folder;

  @Test
  void theCommandsOfThePageWork() throws Exception {
    Assumptions.assumeTrue(
        Cuda.availability() instanceof CudaAvailability.Available && Cuda.isEmulated(),
        "not the emulated driver, or none: there was no C++ compiler");
    Matcher commands = COMMANDS.matcher(Files.readString(ROOT.resolve("docs/gpu.md")));
    assertThat(commands.find()).isTrue();
    standInForMaven();
    Path bench = Files.createSymbolicLink(folder.resolve("bench"), ROOT.resolve("bench"));

    Ended ended = shell(Map.of(), commands.group(1));
    Files.delete(bench);

    assertThat(ended.code()).as(ended.output()).isZero();
    Path results = folder.resolve("target/gpu-results");
    assertThat(results.resolve("summary.txt"))
        .content()
        .contains("ok       what millrace devices says")
        .contains("ok       the contract tests on this driver")
        .contains("ok       timings")
        .contains("ok       random queries on both devices")
        .contains("skipped  compute-sanitizer: ", "all is well");
    assertThat(results.resolve("devices.txt")).content().containsPattern("cuda +available");
    assertThat(results.resolve("contracts.txt"))
        .content()
        .contains("there is a CUDA device", "CudaSelectTest", "BitInstructionsTest")
        .containsPattern("skipped \\d+: .*only the emulated driver can do this");
    assertThat(results.resolve("timings.md")).content().contains("no GPU was measured");
    assertThat(results.resolve("timings.csv")).isNotEmptyFile();
    aStepThatFailsIsToldAndOthersRun();
  }

  private void aStepThatFailsIsToldAndOthersRun() throws Exception {
    Ended ended =
        shell(
            Map.of("MILLRACE_CUDA_DRIVER", "/no/such/driver"),
            "target/on-gpu/on-gpu --tiny --steps devices,contracts,sanitizer --out target/none");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output())
        .contains("FAILED   no CUDA device: cuda ", "FAILED   the contract tests")
        .contains("skipped  compute-sanitizer: ", "not all is well");
  }

  private void standInForMaven() throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.startsWith(ROOT.resolve("bench/target").toString()))
            .collect(Collectors.joining(File.pathSeparator));
    Path maven = folder.resolve("mvn");
    Files.createFile(
        maven, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(
        maven, "#!/bin/sh\nprintf %s '" + classPath + "' >bench/target/on-gpu-class-path\n");
  }

  private record Ended(int code, String output) {}

  private Ended shell(Map<String, String> environment, String commands) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(List.of("bash", "-e", "-c", commands))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
          .as(() -> "still running: " + commands)
          .isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
