package io.millrace.cli;

import picocli.CommandLine;

/** The {@code millrace} command. */
public final class Main {
  private Main() {}

  /** Runs one command; ends the process with its exit code unless that is 0. */
  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    // after success the process ends with its last thread: a program may still be running
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  /** The command line with all its commands; exit codes are 0, 1 and 2 as usage texts say. */
  static CommandLine commandLine() {
    return new CommandLine(new MillraceCommand())
        .setExecutionStrategy(Verbosity::execute)
        .setParameterExceptionHandler(Failures::ofUsage)
        .setExecutionExceptionHandler(Failures::ofProgram);
  }
}
