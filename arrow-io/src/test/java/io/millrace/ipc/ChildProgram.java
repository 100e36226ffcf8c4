package io.millrace.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs that tests need, and keeps what they say. */
public final class ChildProgram {
  private ChildProgram() {}

  /** Null if the command succeeded within so many minutes, else what went wrong. */
  public static String run(int minutes, String... command) {
    try {
      Path output = Files.createTempFile("program", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          return "no end within " + minutes + " minutes: " + String.join(" ", command);
        }
        return process.exitValue() == 0 ? null : Files.readString(output).strip();
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
