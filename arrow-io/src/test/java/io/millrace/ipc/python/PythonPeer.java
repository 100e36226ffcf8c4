package io.millrace.ipc.python;

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
 * A virtual environment with pyarrow, made once under {@code target}. Tests that need it are
 * skipped where it cannot be had.
 */
final class PythonPeer {
  private static final Logger LOG = LoggerFactory.getLogger(PythonPeer.class);
  private static final Path HOME = Path.of("target", "python").toAbsolutePath();
  private static final Path PYTHON = HOME.resolve("bin/python");

  private PythonPeer() {}

  /** Makes sure that pyarrow is there, or skips the test and says why. */
  static void require() {
    String missing = missing();
    if (missing != null) {
      LOG.warn("Skipped, since pyarrow is not there: {}", missing);
      Assumptions.abort("pyarrow is not there: " + missing);
    }
  }

  private static String missing() {
    if (run(PYTHON.toString(), "-c", "import pyarrow") == null) {
      return null;
    }
    String venv = run("python3", "-m", "venv", HOME.toString());
    return venv != null
        ? venv
        : run(
            PYTHON.toString(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries",
            "0",
            "--timeout",
            "20",
            "pyarrow");
  }

  /** Runs the script beside this test. */
  static void script(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), scriptFile().toString()));
    command.addAll(List.of(arguments));
    String failure = run(command.toArray(String[]::new));
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  private static Path scriptFile() {
    try (var script = PythonPeer.class.getResourceAsStream("peer.py")) {
      Path file = HOME.resolve("peer.py");
      Files.write(file, script.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) {
    return ChildProgram.run(5, command);
  }
}
