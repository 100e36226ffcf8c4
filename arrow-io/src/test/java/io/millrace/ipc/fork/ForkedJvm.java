package io.millrace.ipc.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, in case it does not survive. */
public final class ForkedJvm {
  private ForkedJvm() {}

  /**
   * Runs a program that has to end well, and returns what it printed.
   *
   * @param folder for files of the run's own
   * @param launcher the words before the JVM's, or none
   */
  public static String run(
      Path folder, List<String> launcher, Class<?> program, Object... arguments)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "forked", ".log");
    Process child =
        new ProcessBuilder(command(folder, launcher, program, arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String output = Files.readString(log);
    assertThat(child.exitValue()).as(output).isZero();
    return output;
  }

  /** As {@link #run}, with standard output going to a file; returns what went to the other one. */
  public static String runInto(File output, Path folder, Class<?> program, Object... arguments)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "forked", ".log");
    Process child =
        new ProcessBuilder(command(folder, List.of(), program, arguments))
            .redirectError(log.toFile())
            .redirectOutput(output)
            .start();
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String errors = Files.readString(log);
    assertThat(child.exitValue()).as(errors).isZero();
    return errors;
  }

  private static List<String> command(
      Path folder, List<String> launcher, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
