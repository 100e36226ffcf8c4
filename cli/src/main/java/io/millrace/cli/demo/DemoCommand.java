package io.millrace.cli.demo;

import io.millrace.Device;
import io.millrace.Limits;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.error.UserException;
import io.millrace.time.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Count generated events by key in windows of event time, and show each micro-batch.",
      "",
      "Events come from the built-in generator: no server or file is needed. Ends with Ctrl-C, the"
          + " batch in hand finished."
    })
public final class DemoCommand implements Callable<Integer> {
  /**
   * Without back-pressure: it would take the first batches, which a JVM runs slowly, for what can
   * be computed, and the stream would lag behind for a while.
   */
  private static final Limits LIMITS = Limits.DEFAULT.withBackPressure(false);

  @Spec private CommandSpec spec;

  @Option(
      names = "--rate",
      paramLabel = "<rows>",
      defaultValue = "500000",
      description = "Events a second; 0 for as many as can be computed (${DEFAULT-VALUE}).")
  private long rate;

  @Option(
      names = "--keys",
      paramLabel = "<number>",
      defaultValue = "1000",
      description = "Different keys, few of them frequent as words are (${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--window",
      paramLabel = "<duration>",
      defaultValue = "5s",
      description = "Length of the windows (${DEFAULT-VALUE}).")
  private String window;

  @Option(
      names = "--slide",
      paramLabel = "<duration>",
      description = "From one window's begin to the next's (the length).")
  private String slide;

  @Option(
      names = "--lateness",
      paramLabel = "<duration>",
      defaultValue = "500ms",
      description = "How late an event may come; the latest come 500ms late (${DEFAULT-VALUE}).")
  private String lateness;

  @Option(
      names = "--interval",
      paramLabel = "<duration>",
      defaultValue = "1s",
      description = "From one batch to the next (${DEFAULT-VALUE}).")
  private String interval;

  @Option(
      names = "--batches",
      paramLabel = "<number>",
      defaultValue = "0",
      description = "End after so many batches; 0 for never (${DEFAULT-VALUE}).")
  private long batches;

  @Option(
      names = "--device",
      paramLabel = "<device>",
      defaultValue = "auto",
      description = "Where operators run: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
      completionCandidates = DeviceNames.class,
      converter = DeviceNames.class)
  private Device device;

  @Option(names = "--plain", description = "Print a line a batch, as without a terminal.")
  private boolean plain;

  @Override
  public Integer call() throws InterruptedException {
    DemoStream demo = demo();
    try (StreamingContext context = context(demo);
        Display display = display(demo)) {
      Stream counts = demo.counts(context);
      counts.foreachBatch(result -> FinishedWindow.latest(result).ifPresent(display::window));
      context.addListener(new DemoListener(display, batches, () -> context.stop(true)));
      context.start();
      context.awaitTermination();
    }
    return CommandLine.ExitCode.OK;
  }

  private DemoStream demo() {
    try {
      Duration length = Durations.parse("--window", window);
      return new DemoStream(
          requireAtLeast(0, "--rate", rate),
          (int) requireAtLeast(1, "--keys", keys),
          length,
          slide == null ? length : Durations.parse("--slide", slide),
          Durations.parse("--lateness", lateness));
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private StreamingContext context(DemoStream demo) {
    requireAtLeast(0, "--batches", batches);
    try {
      return StreamingContext.builder()
          .name("demo")
          .batchInterval(Durations.parse("--interval", interval))
          .trigger(demo.rate() == 0 ? Trigger.AS_FAST_AS_POSSIBLE : Trigger.INTERVAL)
          .device(device)
          .limits(LIMITS)
          .stopOnShutdown(true)
          .create();
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private long requireAtLeast(long least, String option, long value) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(Locale.ROOT, "A number must be %d or more: %s=%d.", least, option, value));
    }
    return value;
  }

  private Display display(DemoStream demo) {
    PrintWriter out = spec.commandLine().getOut();
    // log lines would run through a table that is drawn in its place
    boolean logs = spec.findOption("--verbose").getValue();
    return !plain && !logs && Terminal.isThere()
        ? new LiveTable(out, demo.title(), Terminal.ofEnvironment())
        : new PlainLines(out, demo.title());
  }
}
