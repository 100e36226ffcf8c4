package io.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Decides how much is said besides a command's own output. */
final class Verbosity {
  /** Read by logback.xml when the first logger is made. */
  private static final String LEVEL = "io.millrace.log.level";

  private Verbosity() {}

  /** Sets the log level, then runs the command; nothing may have been logged before. */
  static int execute(ParseResult parsed) {
    if (isVerbose(parsed.commandSpec().commandLine())) {
      System.setProperty(LEVEL, "INFO");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Whether {@code --verbose} was given to the command or one above it. */
  static boolean isVerbose(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getCommand() instanceof MillraceCommand millrace && millrace.verbose();
  }
}
