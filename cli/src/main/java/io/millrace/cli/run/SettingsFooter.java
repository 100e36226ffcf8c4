package io.millrace.cli.run;

import io.millrace.Defaults;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the settings below the usage text, and lets unknown options be the program's. */
final class SettingsFooter implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec command) {
    List<String> lines = new ArrayList<>();
    for (Defaults.Key key : Defaults.Key.values()) {
      lines.add("  " + key.property() + "=" + key.otherwise());
      lines.add("      " + key.meaning());
    }
    command
        .usageMessage()
        .footerHeading("%nSettings, as they are unless set:%n")
        .footer(lines.toArray(String[]::new));
    command.parser().unmatchedOptionsArePositionalParams(true);
    return command;
  }
}
