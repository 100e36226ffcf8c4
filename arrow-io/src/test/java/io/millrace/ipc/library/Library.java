package io.millrace.ipc.library;

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
 * Another library for Arrow, which a script beside the tests uses. It is installed once under
 * {@code target}; tests that need it are skipped where it cannot be had.
 */
enum Library {
  /** The Python one, in a virtual environment. */
  PYARROW("python", "peer.py"),

  /** The JavaScript one, for node. */
  APACHE_ARROW("node", "peer.mjs");

  private static final Logger LOG = LoggerFactory.getLogger(Library.class);

  private final Path home;
  private final String script;

  Library(String home, String script) {
    this.home = Path.of("target", home).toAbsolutePath();
    this.script = script;
  }

  /** Makes sure that the library is there, or skips the test and says why. */
  void require() {
    String missing =
        switch (this) {
          case PYARROW -> installedPyarrow();
          case APACHE_ARROW -> installedApacheArrow();
        };
    if (missing != null) {
      LOG.warn("Skipped, since a library is not there: library={}, reason={}", this, missing);
      Assumptions.abort(this + " is not there: " + missing);
    }
  }

  /** What runs the script. */
  String interpreter() {
    return this == PYARROW ? home.resolve("bin/python").toString() : "node";
  }

  private String installedPyarrow() {
    if (run(interpreter(), "-c", "import pyarrow") == null) {
      return null;
    }
    String venv = run("python3", "-m", "venv", home.toString());
    return venv != null
        ? venv
        : run(
            interpreter(),
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

  private String installedApacheArrow() {
    return Files.exists(home.resolve("node_modules/apache-arrow"))
        ? run(interpreter(), "--version")
        : run(
            "npm",
            "install",
            "--prefix",
            home.toString(),
            "--no-audit",
            "--no-fund",
            "--fetch-retries=0",
            "apache-arrow@21");
  }

  /** Writes files and streams into a folder, and beside each of them its values as text. */
  void writeInto(Path folder) {
    script("write", folder.toString());
  }

  /** Reads the files and streams of a folder, and writes beside each of them its values as text. */
  void readFrom(Path folder) {
    script("read", folder.toString());
  }

  private void script(String... arguments) {
    List<String> command = new ArrayList<>(List.of(interpreter(), scriptFile().toString()));
    command.addAll(List.of(arguments));
    String failure = run(command.toArray(String[]::new));
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /** Beside the library, where node looks for it. */
  private Path scriptFile() {
    try (var text = Library.class.getResourceAsStream(script)) {
      Path file = Files.createDirectories(home).resolve(script);
      Files.write(file, text.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) {
    return ChildProgram.run(5, command);
  }
}
