package io.millrace.bench.device;

import io.millrace.ContextBuilder;
import io.millrace.bench.compare.Machine;
import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import io.millrace.cuda.driver.CudaAvailability.DeviceInfo;
import io.millrace.cuda.driver.CudaContext;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.kernels.HostMemory;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.CpuBackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What a GPU, its link and the kernels on it do, beside the CPU of the same machine: copies,
 * latencies, kernels and whole queries, results compared. Writes {@code timings.md} and {@code
 * timings.csv} into a folder. On the emulated driver it checks results, and gives no rates.
 */
@Command(
    name = "device-timings",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Measures the first CUDA device beside the CPU.")
public final class DeviceTimings implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Where the report goes.")
  private Path folder;

  @Option(names = "--rows", description = "Rows of a batch that kernels are timed over.")
  private int rows = 1 << 23;

  @Option(names = "--query-rows", description = "Rows of a whole query.")
  private long queryRows = 1 << 24;

  @Option(names = "--batch-rows", description = "Rows of a query's micro-batch.")
  private long batchRows = 1_000_000;

  @Option(names = "--largest-copy", description = "Bytes of the largest copy.")
  private long largestCopy = 256 << 20;

  @Option(names = "--rounds", description = "Of each measurement, after some to warm up.")
  private int rounds = 9;

  @Option(names = "--query-rounds", description = "Of each query, after one to warm up.")
  private int queryRounds = 3;

  @Option(
      names = "--sections",
      split = ",",
      description = "Which of link, kernels and queries; else all.")
  private List<String> sections = List.of("link", "kernels", "queries");

  @Spec private CommandSpec spec;

  private final QueryRun.Placement placement;
  private TimingReport report;
  private int differences;

  DeviceTimings(QueryRun.Placement placement) {
    this.placement = placement;
  }

  /** Runs the command and ends the process: 1 for an error or a difference, 2 for wrong usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine(ContextBuilder::device).execute(arguments));
  }

  /** The command, ready to be executed; errors become a line and an exit code. */
  static CommandLine commandLine(QueryRun.Placement placement) {
    return new CommandLine(new DeviceTimings(placement))
        .setExecutionExceptionHandler(
            (error, failed, _) -> {
              if (error instanceof MillraceException) {
                failed.getErr().println(error.getMessage());
              } else {
                error.printStackTrace(failed.getErr());
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws Exception {
    DeviceInfo device = device();
    List<String> head = new ArrayList<>(DeviceLine.describe(device));
    head.addAll(new CudaBackendProvider().remarks());
    head.add(Machine.describe());
    Files.createDirectories(folder);
    report = new TimingReport(folder, head, Cuda.isEmulated());
    if (!List.of("link", "kernels", "queries").containsAll(sections)) {
      throw new UserException(
          "A section must be one of link, kernels, queries: sections=" + sections + ".");
    }
    try (CudaContext context = CudaContext.open(device.ordinal())) {
      Cell.Rate copyRate = link(context);
      if (sections.contains("kernels")) {
        kernels(copyRate);
      }
    }
    if (sections.contains("queries")) {
      say("whole queries");
      QueryTimings queries = new QueryTimings(queryRounds, queryRows, batchRows, placement);
      queries.run(report);
      differences += queries.differences();
    }
    say(differences == 0 ? "all results agree" : "results differ: " + differences);
    return differences == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static DeviceInfo device() {
    return switch (Cuda.availability()) {
      case CudaAvailability.Available found -> found.devices().getFirst();
      case CudaAvailability.Unavailable none ->
          throw new UserException(
              "There must be a CUDA device to measure: reason=" + none.reason() + ".");
    };
  }

  private void say(String words) {
    spec.commandLine().getOut().println(words);
    spec.commandLine().getOut().flush();
  }

  /** Also the rate of the device's memory, which kernels are held against. */
  private Cell.Rate link(CudaContext context) throws IOException {
    try (LinkTimings timings = new LinkTimings(context, rounds, largestCopy)) {
      if (sections.contains("link")) {
        say("link and latencies");
        report.add(timings.link());
        report.add(LatencyTimings.of(context, rounds));
      }
      Cell.Rate copyRate = timings.deviceMemory();
      Section memory =
          new Section(
              "Device memory",
              "Bytes read and bytes written of copies within the device, GB/s.",
              List.of("bytes of a copy", "rate"));
      memory.add(List.of(new Cell.Text(String.format("%,d", largestCopy)), copyRate));
      report.add(memory);
      return copyRate;
    }
  }

  private interface Making {
    Batch make(BufferAllocator allocator);
  }

  /** Rows lie where the GPU takes them from by itself, as those of a query do. */
  private void kernels(Cell.Rate copyRate) throws IOException {
    CudaBackendProvider provider = new CudaBackendProvider();
    try (HostMemory memory = provider.hostMemory().orElseThrow();
        RootAllocator root =
            new RootAllocator(
                RootAllocator.configBuilder().allocationManagerFactory(memory.factory()).build());
        Side gpu = new Side(provider, root);
        Side cpu = new Side(new CpuBackendProvider(), root)) {
      KernelTimings timings = new KernelTimings(rounds, cpu, gpu, copyRate);
      int fewer = Math.max(1, rows / 4);
      String inPlace =
          "In place: from columns in the device's memory to columns there, by its own clock; the"
              + " CPU all cores, from and to host memory. From host to host: with what goes up and"
              + " comes down. GB/s: the columns read and the results as Arrow has them, in place.";
      run(
          timings,
          root,
          "Numbers",
          inPlace,
          KernelCases.numbers(),
          r -> TimedRows.numbers(r, rows));
      run(timings, root, "Texts", inPlace, KernelCases.texts(), r -> TimedRows.texts(r, fewer));
      run(timings, root, "Lines", inPlace, KernelCases.lines(), r -> TimedRows.lines(r, 8L * rows));
      String tables =
          "In place: rows find their groups in a table that has them, by the device's own clock,"
              + " waits for the host included. From host to host: into an empty table, and all"
              + " groups down. GB/s: the columns read and the groups as Arrow has them, in place.";
      run(
          timings,
          root,
          "Group tables",
          tables,
          TableCases.numbers(rows),
          r -> TimedRows.numbers(r, rows));
      run(
          timings,
          root,
          "Group tables by text",
          tables,
          TableCases.texts(),
          r -> TimedRows.texts(r, fewer));
      run(
          timings,
          root,
          "Gram matrices",
          tables,
          TableCases.measurements(),
          r -> TimedRows.measurements(r, fewer));
      differences += timings.differences();
    }
  }

  private void run(
      KernelTimings timings,
      BufferAllocator allocator,
      String title,
      String words,
      List<TimedCase> cases,
      Making rowsOf)
      throws IOException {
    say(title);
    try (Batch batch = rowsOf.make(allocator)) {
      report.add(timings.run(title, words, cases, batch));
    }
  }
}
