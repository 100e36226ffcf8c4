package io.millrace.ipc.javascript;

import io.millrace.ipc.ChildProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node with {@code apache-arrow}, installed once under {@code target}. Tests that need it are
 * skipped where it cannot be had.
 */
final class NodePeer {
  private static final Logger LOG = LoggerFactory.getLogger(NodePeer.class);
  private static final Path HOME = Path.of("target", "node").toAbsolutePath();

  private NodePeer() {}

  /** Makes sure that the library is there, or skips the test and says why. */
  static void require() {
    String missing = missing();
    if (missing != null) {
      LOG.warn("Skipped, since apache-arrow for node is not there: {}", missing);
      Assumptions.abort("apache-arrow for node is not there: " + missing);
    }
  }

  private static String missing() {
    try {
      Files.createDirectories(HOME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Files.exists(HOME.resolve("node_modules/apache-arrow"))
        ? run("node", "--version")
        : run(
            "npm",
            "install",
            "--prefix",
            HOME.toString(),
            "--no-audit",
            "--no-fund",
            "--fetch-retries=0",
            "apache-arrow@21");
  }

  /** Runs the script beside this test. */
  static void script(String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", scriptFile().toString()));
    command.addAll(List.of(arguments));
    String failure = run(command.toArray(String[]::new));
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private static Path scriptFile() {
    try (var script = NodePeer.class.getResourceAsStream("peer.mjs")) {
      Path file = HOME.resolve("peer.mjs");
      Files.write(file, script.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) {
    return ChildProgram.run(2, command);
  }
}
