package io.millrace.cli;

import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people see of an error, and the exit code that comes with it. */
final class Failures {
  private Failures() {}

  /** The command line was wrong: one line, what was meant perhaps, and where to read on. */
  static int ofUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("millrace: " + failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        err.println("Possibly meant: " + String.join(", ", meant));
      }
    }
    if (Verbosity.isVerbose(command)) {
      failure.printStackTrace(err);
    }
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * The program failed. Errors that say themselves what to do are one line, with their stack trace
   * only when asked for; a defect, of Millrace or of the program, always shows its own.
   */
  static int ofProgram(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean explained =
        failure instanceof MillraceException && !(failure instanceof InternalException);
    if (!explained || Verbosity.isVerbose(command)) {
      failure.printStackTrace(err);
    } else {
      err.println("millrace: " + failure.getMessage());
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
