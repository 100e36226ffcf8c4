package io.millrace.cli.run;

import io.millrace.Defaults;
import io.millrace.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace run}: what spark-submit is to Spark. */
@Command(
    name = "run",
    description = {
      "Run a program: load its jars and call its main method.",
      "",
      "All words after the options belong to the program, from the first one on that is none of"
          + " these options; -- ends the options where that is in doubt."
    },
    modelTransformer = SettingsFooter.class)
public final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "<main class>",
      description = "Class with a main method, or a source file such as WordCount.java.")
  private String program;

  @Option(
      names = "--jar",
      paramLabel = "<file>",
      split = ",",
      description = "A jar of the program; may be repeated, or a list with commas.")
  private List<Path> jars = new ArrayList<>();

  @Option(
      names = "--conf",
      paramLabel = "<key=value>",
      description = "A setting; may be repeated. What the program sets itself wins over it.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Parameters(
      index = "1..*",
      paramLabel = "<args>",
      preprocessor = RestOfLine.class,
      description = "What the program's main method is given.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    jars.forEach(this::requireFile);
    try {
      Defaults.of(settings);
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    settings.putIfAbsent(Defaults.Key.STOP_ON_SHUTDOWN.property(), "true");
    settings.forEach(System::setProperty);
    ProgramLoader loader = new ProgramLoader(jars, spec.commandLine().getErr());
    MainMethod main = find(loader);
    main.call(arguments);
    return CommandLine.ExitCode.OK;
  }

  private void requireFile(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new ParameterException(
          spec.commandLine(), "A jar must be a file that can be read: jar=" + jar + ".");
    }
  }

  private MainMethod find(ProgramLoader loader) throws IOException {
    try {
      return MainMethod.of(loader.load(program));
    } catch (NoSuchProgramException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
