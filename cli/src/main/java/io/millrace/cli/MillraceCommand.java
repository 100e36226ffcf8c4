package io.millrace.cli;

import io.millrace.cli.demo.DemoCommand;
import io.millrace.cli.run.RunCommand;
import io.millrace.cli.serve.ServeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands have in common; by itself it does nothing. */
@Command(
    name = "millrace",
    description = "A columnar micro-batch stream engine.",
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ServeCommand.class,
      DevicesCommand.class,
      VersionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:the program or the stream has failed",
      "2:the command line was wrong"
    },
    footerHeading = "%n",
    footer = "Try 'millrace demo', and 'millrace <command> --help'.")
final class MillraceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Tell how the command is used, and end.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
  private boolean help;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log a line a batch, and show stack traces.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command must be named: command=none.");
  }
}
