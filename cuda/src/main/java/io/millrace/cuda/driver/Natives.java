package io.millrace.cuda.driver;

import io.millrace.error.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;

/**
 * Loads JCuda's native libraries. JCuda unpacks them under a fixed name into {@code
 * java.io.tmpdir}, and would take a file that lies there already; so for that moment the directory
 * is one that this process has just made, and that nobody else may write.
 */
final class Natives {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final String DRIVER = "MILLRACE_CUDA_DRIVER";
  private static final String BLAS = "MILLRACE_CUBLAS";

  /** A line of the system's loader behind the name of JCuda's file. */
  private static final Pattern MISSING = Pattern.compile("UnsatisfiedLinkError: /\\S+\\.so: (.+)");

  private Natives() {}

  /**
   * Loads the driver API. Throws LinkageError where there is no CUDA driver. Where the environment
   * names another library than the system's {@code libcuda.so.1}, such as the emulated driver, that
   * one is loaded first, and then satisfies JCuda.
   */
  static void load() {
    String driver = System.getenv(DRIVER);
    if (driver != null && !driver.isEmpty()) {
      load(DRIVER, Path.of(driver));
    }
    privately(() -> JCudaDriver.setExceptionsEnabled(false));
  }

  /**
   * Loads cuBLAS. Throws LinkageError where there is none. The environment may name a library,
   * which is loaded first; with a driver of its own it is the one beside that, since the system's
   * would not go with it.
   */
  static void loadBlas() {
    String driver = System.getenv(DRIVER);
    String blas = System.getenv(BLAS);
    if (blas != null && !blas.isEmpty()) {
      load(BLAS, Path.of(blas));
    } else if (driver != null && !driver.isEmpty()) {
      load(DRIVER, Path.of(driver).toAbsolutePath().resolveSibling("libcublas.so.12"));
    }
    privately(() -> JCublas2.setExceptionsEnabled(false));
  }

  /** Loads the library that a variable of the environment asks for. */
  private static void load(String variable, Path library) {
    try {
      System.load(library.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      var named = new UnsatisfiedLinkError(variable + " is set, and: " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  /**
   * Why a library was not loaded, in one line. What JCuda says is that its own part was not; what
   * that lacks is in a stack trace in the midst of its message.
   */
  static String reason(LinkageError e) {
    String message = String.valueOf(e.getMessage());
    return MISSING
        .matcher(message)
        .results()
        .reduce((_, last) -> last)
        .map(last -> last.group(1))
        .orElseGet(() -> message.lines().findFirst().orElse(""));
  }

  /** Runs what makes JCuda load a library for the first time. */
  static synchronized void privately(Runnable firstUse) {
    String before = System.getProperty(PROPERTY);
    Path own = privateDirectory();
    System.setProperty(PROPERTY, own.toString());
    try {
      firstUse.run();
    } finally {
      System.setProperty(PROPERTY, before);
      delete(own);
    }
  }

  private static Path privateDirectory() {
    try {
      return Files.createTempDirectory(
              "millrace-cuda",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
          .toAbsolutePath();
    } catch (IOException e) {
      throw new DeviceException(
          "rule: CUDA's native code needs a directory for temporary files; "
              + PROPERTY
              + "="
              + System.getProperty(PROPERTY)
              + ". Point it to one that can be written.",
          true,
          e);
    }
  }

  /** A library that is loaded does not need its file. */
  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      // What could not be deleted goes when the process ends.
      directory.toFile().deleteOnExit();
    }
  }
}
