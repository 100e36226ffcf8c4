package io.millrace.bench.compare;

import io.millrace.bench.duckdb.DuckDbContender;
import io.millrace.bench.memory.MemoryReadRate;
import io.millrace.bench.millrace.MillraceContender;
import io.millrace.bench.polars.PolarsContender;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the end-to-end comparison. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Runs Millrace and its peers side by side over the same rows.")
public final class CompareCommand implements Callable<Integer> {
  @Option(names = "--scenarios", split = ",", description = "Names or their beginnings; else all.")
  private List<String> scenarios = List.of();

  @Option(names = "--contenders", split = ",", description = "Names; else all.")
  private List<String> names = List.of();

  @Option(names = "--threads", description = "For each contender; else all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rounds", description = "Timed rounds.")
  private int rounds = 5;

  @Option(names = "--warmups", description = "Rounds before them that do not count.")
  private int warmups = 2;

  @Option(names = "--warm-seconds", description = "Before those, run each contender alone.")
  private int warmSeconds = 4;

  @Option(
      names = "--patience",
      description = {
        "Seconds to wait in each scenario for other processes to leave the machine alone,",
        "and to repeat runs that they disturbed."
      })
  private int patience;

  @Option(names = "--quick", description = "A tenth of the data or less, to see that all works.")
  private boolean quick;

  @Option(names = "--seed", description = "Of the data.")
  private long seed = 1;

  @Option(names = "--folder", description = "Where files of the data stand during the run.")
  private Path folder = Path.of("target", "rows");

  @Option(names = "--python", description = "An interpreter that has the peers' packages.")
  private Path python = Path.of("target", "venv", "bin", "python");

  @Option(names = "--script", description = "The Python side of the comparison.")
  private Path script = Path.of("python", "peers.py");

  @Option(names = "--verbose", description = "Show where an error comes from.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process with its exit code: 1 for an error, 2 for wrong usage.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command, ready to be executed; errors become a line and an exit code. */
  static CommandLine commandLine() {
    CompareCommand command = new CompareCommand();
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (error, failed, _) -> {
              if (command.verbose || !(error instanceof MillraceException)) {
                error.printStackTrace(failed.getErr());
              } else {
                failed.getErr().println(error.getMessage());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosenScenarios();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter progress = spec.commandLine().getErr();
    out.println(Machine.describe());
    out.printf(
        "each contender: %d threads, %d rounds after %d and %d s to warm up%n",
        threads, rounds, warmups, warmSeconds);
    Files.createDirectories(folder);
    List<ScenarioResult> results = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      Comparison comparison =
          new Comparison(
              contenders(),
              threads,
              warmups,
              Duration.ofSeconds(warmSeconds),
              rounds,
              Duration.ofSeconds(patience),
              allocator,
              folder,
              progress::println);
      for (Scenario scenario : chosen) {
        results.add(comparison.run(scenario));
        out.print(Report.of(results.getLast(), results));
        out.flush();
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Every contender there is, by name. A new one is added here. */
  private Map<String, Supplier<Contender>> allContenders() {
    Map<String, Supplier<Contender>> all = new LinkedHashMap<>();
    all.put("memory-read", MemoryReadRate::new);
    all.put("millrace", MillraceContender::new);
    all.put("duckdb", DuckDbContender::new);
    all.put("polars", () -> new PolarsContender(python, script));
    return all;
  }

  private List<Supplier<Contender>> contenders() {
    Map<String, Supplier<Contender>> all = allContenders();
    if (names.isEmpty()) {
      return List.copyOf(all.values());
    }
    List<Supplier<Contender>> chosen = new ArrayList<>();
    for (String name : names) {
      if (!all.containsKey(name)) {
        throw new UserException(
            "Rule: a contender is one of %s. contender=%s.".formatted(all.keySet(), name));
      }
      chosen.add(all.get(name));
    }
    return chosen;
  }

  /** A word means the scenario of that name; if there is none, all whose names begin with it. */
  private static Predicate<String> matches(Scenario scenario, List<Scenario> all) {
    return word ->
        scenario.name().equals(word)
            || (scenario.name().startsWith(word)
                && all.stream().noneMatch(other -> other.name().equals(word)));
  }

  private List<Scenario> chosenScenarios() {
    Scale scale = quick ? Scale.quick(seed) : Scale.full(seed);
    List<Scenario> all = Scenarios.of(scale);
    List<Scenario> chosen =
        all.stream()
            .filter(s -> scenarios.isEmpty() || scenarios.stream().anyMatch(matches(s, all)))
            .toList();
    if (chosen.isEmpty()) {
      throw new UserException(
          "Rule: a scenario is one of %s. scenarios=%s."
              .formatted(all.stream().map(Scenario::name).toList(), scenarios));
    }
    return chosen;
  }
}
