package io.millrace.cuda;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import io.millrace.cuda.driver.Cuda;
import io.millrace.cuda.driver.CudaAvailability;
import io.millrace.cuda.driver.CudaContext;
import io.millrace.error.MillraceException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests where there is no Maven, such as on a GPU server. Arguments: what the names of classes
 * match, a regular expression each. Prints a line for each class, failures as they come, and for
 * what reason how many tests were skipped. The exit code is 0 if tests passed and none failed.
 *
 * <p>The device's context stays open from one test to the next: on a GPU it takes longer to make
 * than most tests. One that fails may have lost it, so the next one gets a new one.
 */
public final class RunTests implements TestExecutionListener {
  private record Counts(AtomicLong passed, AtomicLong failed, AtomicLong skipped) {
    Counts() {
      this(new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
  }

  private final PrintStream out;
  private final Map<String, Counts> classes = new TreeMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();
  private final long begin = System.nanoTime();

  /** Null where there is no device. Ends with the process. */
  private CudaContext kept;

  RunTests(PrintStream out, CudaContext kept) {
    this.out = out;
    this.kept = kept;
  }

  /** Runs them and ends the process. */
  public static void main(String[] patterns) {
    boolean found = Cuda.availability() instanceof CudaAvailability.Available;
    System.out.println(found ? "there is a CUDA device" : "there is no CUDA device");
    RunTests tests = new RunTests(System.out, found ? CudaContext.open(0) : null);
    System.exit(tests.run(patterns) ? 0 : 1);
  }

  /** Whether tests passed, and none failed. */
  boolean run(String... patterns) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage("io.millrace"))
            .filters(includeClassNamePatterns(patterns), includeEngines("junit-jupiter"))
            .build();
    LauncherFactory.create().execute(request, this);
    return report();
  }

  private Counts counts(TestIdentifier test) {
    String name =
        test.getSource()
            .map(
                source ->
                    switch (source) {
                      case MethodSource method -> method.getClassName();
                      case ClassSource type -> type.getClassName();
                      default -> "";
                    })
            .orElse("");
    return classes.computeIfAbsent(name, _ -> new Counts());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped(test, reason);
  }

  private void skipped(TestIdentifier test, String reason) {
    counts(test).skipped().incrementAndGet();
    reasons.merge(reason.lines().findFirst().orElse("no reason"), 1L, Long::sum);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case ABORTED -> skipped(test, message(result));
      case FAILED -> {
        counts(test).failed().incrementAndGet();
        out.println("FAILED " + test.getUniqueId());
        result.getThrowable().ifPresent(failure -> failure.printStackTrace(out));
        renewContext();
      }
      case SUCCESSFUL -> {
        if (test.isTest()) {
          counts(test).passed().incrementAndGet();
        }
      }
    }
    if (test.getSource().orElse(null) instanceof ClassSource type) {
      Counts counts = counts(test);
      out.printf(
          "%6d passed %6d failed %6d skipped  %s%n",
          counts.passed.get(), counts.failed.get(), counts.skipped.get(), type.getClassName());
    }
  }

  private void renewContext() {
    if (kept != null) {
      try {
        kept.close();
        kept = CudaContext.open(0);
      } catch (MillraceException e) {
        out.println("no new context: " + e.getMessage());
      }
    }
  }

  private static String message(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::getMessage).orElse("no reason");
  }

  private boolean report() {
    long passed = 0;
    long failed = 0;
    long skipped = 0;
    for (Counts counts : classes.values()) {
      passed += counts.passed.get();
      failed += counts.failed.get();
      skipped += counts.skipped.get();
    }
    reasons.forEach((reason, count) -> out.printf("skipped %d: %s%n", count, reason));
    out.printf(
        "%d passed, %d failed, %d skipped in %.1f s%n",
        passed, failed, skipped, (System.nanoTime() - begin) / 1e9);
    return passed > 0 && failed == 0;
  }
}
