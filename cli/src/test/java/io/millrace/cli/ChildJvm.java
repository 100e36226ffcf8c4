package io.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, over the classes that this test runs on. */
public final class ChildJvm implements AutoCloseable {
  private static final long MOST_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a JVM needs to run Millrace on this test's class path, the main class excluded. */
  public static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    // a short life: no second compiler tier, one collector thread
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  /** Starts a command; its output goes to files in the folder. */
  public static ChildJvm start(Path folder, String... arguments) throws IOException {
    List<String> command = java();
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return start(folder, command);
  }

  /** Starts any process; its output goes to files in the folder. */
  public static ChildJvm start(Path folder, List<String> command) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new ChildJvm(process, out, err);
  }

  /** Runs a command to its end. */
  public static Captured run(Path folder, String... arguments) throws Exception {
    try (ChildJvm child = start(folder, arguments)) {
      return child.await();
    }
  }

  /** Waits for the end. */
  public Captured await() throws IOException, InterruptedException {
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "The process did not end: out="
              + Files.readString(out)
              + ", err="
              + Files.readString(err));
    }
    return new Captured(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** What it has printed so far. */
  public String out() throws IOException {
    return Files.readString(out);
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, as Ctrl-C and a service manager do. */
  public void interrupt() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
