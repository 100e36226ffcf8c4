package io.millrace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What one command said and how it ended.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
public record Captured(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Captured run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments);
    command.getOut().flush();
    command.getErr().flush();
    return new Captured(code, out.toString(), err.toString());
  }
}
