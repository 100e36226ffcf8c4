package io.millrace.bench.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ContextBuilder;
import io.millrace.EmulatedDevices;
import io.millrace.Limits;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.cuda.driver.CudaContext;
import io.millrace.cuda.emulator.Emulator;
import io.millrace.error.DeviceException;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.sink.CollectSink;
import io.millrace.source.QueueSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whichever allocation, launch, copy, creation or wait of a query fails: the result is that of a
 * run without the failure, or there is a clear error, and nothing is left on the device or the
 * host. The build takes a few of the calls of each query; {@code -Dfaults=all} all of them.
 */
class InjectedFaultsTest {
  private static final boolean ALL = "all".equals(System.getProperty("faults"));

  /** Of each kind of fault, in each query. */
  private static final int SAMPLE = Integer.getInteger("faults.sample", 2);

  private static final int ROWS = 96;
  private static final int BATCH = 32;

  private static final int OUT_OF_MEMORY = 2;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int OUT_OF_RESOURCES = 701;
  private static final int LAUNCH_FAILED = 719;

  /** A sort of calls, and the error that one of them meets. */
  private record Fault(String call, int code) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("allocation", OUT_OF_MEMORY),
          new Fault("launch", LAUNCH_FAILED),
          new Fault("launch", ILLEGAL_ADDRESS),
          new Fault("launch", OUT_OF_RESOURCES),
          new Fault("copy", LAUNCH_FAILED),
          new Fault("copy", OUT_OF_MEMORY),
          new Fault("creation", OUT_OF_MEMORY),
          new Fault("wait", LAUNCH_FAILED));

  /** How a query uses the device. */
  private enum Mode {
    EXACT(false, true),
    POOLED(false, false),
    AUTO(true, true);

    private final boolean byCost;
    private final boolean exactMemory;

    Mode(boolean byCost, boolean exactMemory) {
      this.byCost = byCost;
      this.exactMemory = exactMemory;
    }
  }

  /** What came of a run: the rows of each batch, and where each ran; or the failure. */
  private record Outcome(
      List<List<List<Object>>> batches, List<String> devices, Throwable failure) {}

  static Stream<String> queries() {
    String wanted = System.getProperty("faults.queries", ".*");
    return QuerySet.ALL.keySet().stream().filter(name -> name.matches(wanted));
  }

  @BeforeEach
  void reset() {
    Emulator.require();
    Emulator.reset();
  }

  @AfterEach
  void resetAgain() {
    Emulator.reset();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aFaultAnywhereChangesNoResult(String query) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    long injected = 0;
    for (Mode mode : Mode.values()) {
      Outcome expected = run(query, mode, Emulator::clearCounters);
      assertThat(expected.failure()).isNull();
      assertThat(expected.devices()).isNotEmpty().containsOnly("cuda");
      Map<String, Long> calls = calls();
      for (Fault fault : FAULTS) {
        for (long nth : chosen(query, fault, calls.get(fault.call()))) {
          inject(softly, query, mode, fault, nth, expected);
          injected++;
        }
      }
    }
    assertThat(injected).isPositive();
    if (ALL) {
      System.out.println(query + ": faults injected=" + injected);
    }
    softly.assertAll();
  }

  private static Map<String, Long> calls() {
    Map<String, Long> calls = new LinkedHashMap<>();
    Map<String, Long> counters = Emulator.counters();
    for (Fault fault : FAULTS) {
      calls.put(fault.call(), counters.get("calls." + fault.call()));
    }
    return calls;
  }

  /** All calls, or some of them that are the same in each build. */
  private static List<Long> chosen(String query, Fault fault, long calls) {
    if (ALL) {
      return LongStream.rangeClosed(1, calls).boxed().toList();
    }
    return new Random((query + fault).hashCode())
        .longs(Math.min(SAMPLE, calls), 1, calls + 1)
        .boxed()
        .toList();
  }

  private static void inject(
      SoftAssertions softly, String query, Mode mode, Fault fault, long nth, Outcome expected)
      throws Exception {
    String where = query + ", " + mode + ", " + fault + ", nth=" + nth;
    try {
      Outcome actual = run(query, mode, () -> arm(fault, nth));
      if (actual.failure() == null) {
        assertThat(actual.batches()).hasSameSizeAs(expected.batches());
        for (int batch = 0; batch < actual.batches().size(); batch++) {
          SameRows.assertSame(actual.batches().get(batch), expected.batches().get(batch));
        }
      } else {
        assertClear(actual.failure());
        assertThat(mode).as("with device=auto another device is taken").isNotEqualTo(Mode.AUTO);
      }
      assertThat(calls().get(fault.call())).as("calls").isGreaterThanOrEqualTo(nth);
    } catch (AssertionError | RuntimeException e) {
      softly.fail(where + ": " + text(e));
    }
  }

  private static void arm(Fault fault, long nth) {
    Emulator.reset();
    Emulator.set("fail." + fault.call() + ".code", fault.code());
    Emulator.set("fail." + fault.call(), nth);
  }

  /** What is known of a failure, for people. */
  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Rule, then name=value, then what to do. Once the device is open, the CPU stands by for it. */
  private static void assertClear(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(DeviceException.class)
        .hasMessageMatching(
            "rule: [^;]+; call=\\w+ code=\\d+ \\w+.*\\. .*: .*\\. At: open of backends\\.");
    assertThat(failure.getSuppressed()).isEmpty();
  }

  /**
   * Runs a query to its end; then nothing of it is left. The device's context has another user, so
   * that it does not take everything along when the query has done, unless it has died.
   */
  private static Outcome run(String query, Mode mode, Runnable before) throws Exception {
    CudaContext other = CudaContext.open(0);
    boolean given = false;
    try {
      before.run();
      Outcome outcome = runAlone(query, mode);
      if (isDead(other)) {
        given = true;
        other.abandon();
      }
      assertThat(Emulator.liveAllocations()).as("allocations not freed").isZero();
      return outcome;
    } finally {
      if (!given) {
        other.abandon();
      }
    }
  }

  private static boolean isDead(CudaContext context) {
    try {
      context.bind();
      context.synchronize();
      return false;
    } catch (DeviceException e) {
      return true;
    }
  }

  private static Outcome runAlone(String query, Mode mode) throws Exception {
    CollectSink sink = new CollectSink();
    List<String> devices = new ArrayList<>();
    Throwable failure = null;
    try (RootAllocator root = new RootAllocator()) {
      QueueSource source = new QueueSource(QuerySet.SCHEMA);
      source.add(QuerySet.rows(root, ROWS));
      ContextBuilder settings =
          StreamingContext.builder()
              .batchInterval(Duration.ofSeconds(1))
              .trigger(Trigger.AVAILABLE_NOW)
              .limits(new Limits(BATCH, Long.MAX_VALUE, false))
              .workers(1)
              .allocator(root)
              .listener(
                  new BatchListener() {
                    @Override
                    public void onBatch(BatchMetrics batch) {
                      devices.add(batch.device());
                    }
                  });
      try (StreamingContext context =
          EmulatedDevices.on(settings, mode.byCost, mode.exactMemory).create()) {
        QuerySet.ALL.get(query).apply(context.queue(source)).to(sink);
        context.start();
        context.awaitTermination();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    return new Outcome(
        sink.batches().stream().map(CollectSink.Collected::rows).toList(), devices, failure);
  }
}
