package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.first;
import static io.millrace.Functions.floor;
import static io.millrace.Functions.last;
import static io.millrace.Functions.max;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.expr.Expr;
import io.millrace.harness.FaultyDevice;
import io.millrace.harness.QueryHarness;
import io.millrace.kernels.Backend;
import io.millrace.kernels.Backends;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.metrics.BatchMetrics;
import io.millrace.placement.CostModel;
import io.millrace.plan.BackendChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A query gives the same results whenever its device fails. */
class DeviceFailureTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final int BATCHES = 7;

  private static final Expr VALUE = col("v");
  private static final Expr SQUARE = col("v").multiply(col("v")).as("w");

  private static final Map<String, UnaryOperator<Stream>> QUERIES = new TreeMap<>();

  static {
    QUERIES.put("stateless", in -> in.filter(col("v").gt(20)).select(col("k"), col("v")));
    QUERIES.put("each batch", in -> in.groupBy("k").agg(count(), sum("v")));
    QUERIES.put("running", in -> in.groupBy("k").running().agg(sum("v"), last(col("v"))));
    QUERIES.put(
        "running, all",
        in -> in.groupBy("k").running(OutputMode.COMPLETE).agg(count(), first(col("v"))));
    QUERIES.put(
        "groups of a window's rows",
        in -> in.window(s(3), s(1)).groupBy("k").agg(sum("v"), max("v")));
    QUERIES.put(
        "groups of a window's rows, every two batches",
        in -> in.window(s(3), s(2)).groupBy("k").agg(sum("v")));
    QUERIES.put(
        "rows of a window",
        in -> in.window(s(3), s(1)).filter(col("v").gt(50)).select(col("k"), col("v")));
    QUERIES.put(
        "event time",
        in ->
            in.withWatermark("t", s(2))
                .groupBy(window("t", s(10), s(2)), "k")
                .agg(count(), sum("v")));
    QUERIES.put(
        "event time, merged",
        in -> in.withWatermark("t", s(2)).groupBy(window("t", s(10), s(5))).agg(count(), max("v")));
    QUERIES.put("counts of a window", in -> in.select(col("k")).countByValueAndWindow(s(3), s(1)));
    QUERIES.put(
        "sums of a window",
        in -> in.select(col("k"), col("v")).reduceByKeyAndWindow((a, b) -> a.plus(b), s(3), s(2)));
    QUERIES.put(
        "sums of a window that deducts",
        in ->
            in.select(col("k"), col("v"))
                .reduceByKeyAndWindow((a, b) -> a.plus(b), (a, b) -> a.minus(b), s(3), s(1)));
    QUERIES.put("covariance", in -> rounded(in.groupBy().running().covariance(VALUE, SQUARE)));
    QUERIES.put(
        "covariance of a window",
        in -> rounded(in.groupBy().window(s(3), s(1)).covariance(VALUE, SQUARE)));
    QUERIES.put(
        "correlation by event time",
        in ->
            rounded(
                in.withWatermark("t", s(2))
                    .groupBy(window("t", s(10), s(2)))
                    .correlation(VALUE, SQUARE)));
    QUERIES.put(
        "two groupings",
        in -> in.groupBy("k").agg(sum("v").as("total")).groupBy("total").running().agg(count()));
  }

  /** What depends on which rows are taken together is left out; no entry lies on the cut. */
  private static Stream rounded(Stream statistic) {
    return statistic.select(
        col("rows"), floor(col("v").multiply(1e3).plus(0.3717)).as("v"), col("column"));
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** The rows of each batch, without an order, and on which device it ran. */
  private record Outcome(List<List<List<Object>>> batches, List<String> devices) {}

  private static Outcome run(UnaryOperator<Stream> program, FaultyDevice device) throws Exception {
    return run(program, device, false, 100);
  }

  private static Outcome run(
      UnaryOperator<Stream> program, FaultyDevice device, boolean byCost, int... sizes)
      throws Exception {
    BackendChoice choice =
        device == null
            ? BackendChoice.of(Device.CPU)
            : new BackendChoice(
                List.of(device, Backends.provider("cpu")), byCost, "device=cuda was asked for");
    Random random = new Random(5);
    List<List<List<Object>>> batches = new ArrayList<>();
    List<String> devices = new ArrayList<>();
    try (QueryHarness query =
        new QueryHarness(
            settings -> settings.backends(choice, DeviceFailureTest::cost),
            TIME.field("t"),
            DataType.UTF8.field("k"),
            DataType.INT64.field("v"))) {
      query.start(program.apply(query.input()));
      for (int batch = 0; batch < Math.max(BATCHES, sizes.length); batch++) {
        List<Object> times = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < sizes[batch % sizes.length]; row++) {
          times.add((long) (batch * 5 + random.nextInt(12)));
          keys.add(random.nextInt(10) == 0 ? null : "key " + random.nextInt(8));
          values.add((long) random.nextInt(100));
        }
        List<List<Object>> rows =
            query.run(
                TestColumn.of(TIME, times),
                TestColumn.of(DataType.UTF8, keys),
                TestColumn.of(DataType.INT64, values));
        // null where no result was due
        batches.add(
            rows == null
                ? List.of()
                : rows.stream().sorted(Comparator.comparing(List::toString)).toList());
        devices.add(query.metrics().device());
      }
    }
    return new Outcome(batches, devices);
  }

  /** The device is ahead from 50 rows on. */
  private static CostModel cost(Backend backend, BufferAllocator allocator) {
    return backend.name().equals("cuda") ? new CostModel(50, 1) : new CostModel(0, 2);
  }

  @Test
  void groupsMoveWithTheOperators() throws Exception {
    int[] sizes = {10, 200, 200, 200, 200, 10, 10, 10, 10, 200, 200, 200};
    for (var query : QUERIES.entrySet()) {
      Outcome actual = run(query.getValue(), FaultyDevice.withRoomFor(1000), true, sizes);
      assertThat(actual.batches())
          .as(query.getKey())
          .isEqualTo(run(query.getValue(), null, false, sizes).batches());
      assertThat(actual.devices())
          .containsExactly(
              "cpu", "cpu", "cpu", "cuda", "cuda", "cuda", "cuda", "cpu", "cpu", "cpu", "cpu",
              "cuda");
    }
  }

  @Test
  void theReasonIsInTheMetricsAndAfterALossNamesIt() throws Exception {
    FaultyDevice device = FaultyDevice.lostAt("seal", 2);
    try (QueryHarness query =
        new QueryHarness(
            settings ->
                settings.backends(
                    new BackendChoice(
                        List.of(device, Backends.provider("cpu")),
                        false,
                        "device=cuda was asked for"),
                    DeviceFailureTest::cost),
            DataType.INT64.field("v"))) {
      query.start(query.input().groupBy("v").agg(count()));
      query.run(TestColumn.of(DataType.INT64, 1L));
      assertThat(query.metrics().deviceReason()).isEqualTo("device=cuda was asked for");
      query.run(TestColumn.of(DataType.INT64, 1L));
      assertThat(query.metrics().device()).isEqualTo("cpu");
      assertThat(query.metrics().deviceReason())
          .isEqualTo("cuda was lost: The device fails: call=seal.");
    }
  }

  /** Counts of five batches, each of which runs on both devices. */
  private static List<BatchMetrics> compared(FaultyDevice device, boolean byCost) throws Exception {
    List<BatchMetrics> metrics = new ArrayList<>();
    BackendChoice choice =
        new BackendChoice(List.of(device, Backends.provider("cpu")), byCost, "device=cuda");
    try (QueryHarness query =
        new QueryHarness(
            settings -> settings.backends(choice, DeviceFailureTest::cost).shadow(1),
            DataType.INT64.field("v"))) {
      query.start(query.input().groupBy("v").running().agg(count()));
      for (long batch = 1; batch <= 5; batch++) {
        List<List<Object>> rows = query.run(TestColumn.of(DataType.INT64, 1L, 2L, 2L));
        metrics.add(query.metrics());
        if (!query.metrics().device().equals("cuda")) {
          assertThat(rows).containsExactlyInAnyOrder(List.of(1L, batch), List.of(2L, 2 * batch));
        }
      }
    }
    return metrics;
  }

  @Test
  void devicesThatAgreeShowNoDifference() throws Exception {
    for (boolean byCost : new boolean[] {false, true}) {
      assertThat(compared(FaultyDevice.withRoomFor(10), byCost))
          .allSatisfy(batch -> assertThat(batch.shadowDifferences()).hasValue(0))
          .allSatisfy(batch -> assertThat(batch.device()).isEqualTo(byCost ? "cpu" : "cuda"));
    }
  }

  @Test
  void aDeviceThatIsWrongIsFoundOut() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.operator.QueryRunner");
    ListAppender<ILoggingEvent> alarms = new ListAppender<>();
    alarms.start();
    logger.setAdditive(false);
    logger.addAppender(alarms);
    try {
      for (boolean byCost : new boolean[] {false, true}) {
        assertThat(compared(FaultyDevice.wrong(), byCost))
            .allSatisfy(batch -> assertThat(batch.shadowDifferences().getAsLong()).isPositive());
      }
    } finally {
      logger.detachAppender(alarms);
      logger.setAdditive(true);
    }
    assertThat(alarms.list)
        .hasSize(10)
        .allSatisfy(
            alarm ->
                assertThat(alarm.getFormattedMessage())
                    .contains("Devices must give one answer", "rows that differ=2"));
  }

  @Test
  void aDeviceThatFailsInAComparisonIsNotUsedAnyMore() throws Exception {
    for (String method : new String[] {"stage", "forEach", "seal", "touched", "importState"}) {
      List<BatchMetrics> metrics = compared(FaultyDevice.lostAt(method, 3), true);
      assertThat(metrics).extracting(BatchMetrics::device).containsOnly("cpu");
      assertThat(metrics.getLast().deviceReason())
          .isEqualTo("cuda failed in a comparison: The device fails: call=" + method + ".");
      assertThat(metrics.getLast().shadowDifferences()).isEmpty();
    }
  }

  @Test
  void resultsAreTheSameWhileDevicesAreCompared() throws Exception {
    for (var query : QUERIES.entrySet()) {
      List<List<List<Object>>> expected = run(query.getValue(), null).batches();
      System.setProperty(Defaults.Key.SHADOW.property(), "0.5");
      try {
        Outcome actual = run(query.getValue(), FaultyDevice.withRoomFor(1000));
        assertThat(actual.batches()).as(query.getKey()).isEqualTo(expected);
      } finally {
        System.clearProperty(Defaults.Key.SHADOW.property());
      }
    }
  }

  /**
   * The device in charge is lost while a batch is compared, or its groups are made ready for it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"stage", "seal", "panes", "exportState", "importState", "clearTouched", "close"})
  void aDeviceMayBeLostWhileDevicesAreCompared(String method) throws Exception {
    System.setProperty(Defaults.Key.SHADOW.property(), "1");
    try {
      for (String name : new String[] {"running", "event time", "sums of a window that deducts"}) {
        UnaryOperator<Stream> query = QUERIES.get(name);
        Outcome expected = run(query, null);
        for (int nth = 1; ; nth++) {
          FaultyDevice device = FaultyDevice.lostAt(method, nth);
          Outcome actual = run(query, device);
          assertThat(actual.batches())
              .as("%s, lost at call %s of %s", name, nth, method)
              .isEqualTo(expected.batches());
          if (!device.fired()) {
            break;
          }
          assertThat(actual.devices()).last().isEqualTo("cpu");
        }
      }
    } finally {
      System.clearProperty(Defaults.Key.SHADOW.property());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stage",
        "forEach",
        "writer",
        "seal",
        "panes",
        "result",
        "touched",
        "merged",
        "merge",
        "deduct",
        "evict",
        "clearTouched",
        "exportState",
        "append",
        "build"
      })
  void aDeviceMayBeLostAtAnyCall(String method) throws Exception {
    Set<String> reached = new HashSet<>();
    for (var query : QUERIES.entrySet()) {
      Outcome expected = run(query.getValue(), null);
      for (int nth = 1; ; nth++) {
        FaultyDevice device = FaultyDevice.lostAt(method, nth);
        Outcome actual = run(query.getValue(), device);
        assertThat(actual.batches())
            .as("%s, lost at call %s of %s", query.getKey(), nth, method)
            .isEqualTo(expected.batches());
        if (!device.fired()) {
          assertThat(actual.devices()).containsOnly("cuda");
          break;
        }
        reached.add(query.getKey());
        assertThat(actual.devices()).last().isEqualTo("cpu");
        assertThat(String.join(" ", actual.devices())).matches("(cuda )*cpu( cpu)*");
      }
    }
    assertThat(reached).as("queries that call it").isNotEmpty();
  }

  /** The batches go from the CPU to the device, back, and there again. */
  @ParameterizedTest
  @ValueSource(strings = {"stage", "seal", "importState", "exportState", "append"})
  void aDeviceMayBeLostJustAfterOrWhileGroupsMoveThere(String method) throws Exception {
    int[] sizes = {10, 200, 200, 200, 200, 10, 10, 10, 10, 200, 200, 200};
    Set<String> reached = new HashSet<>();
    for (var query : QUERIES.entrySet()) {
      Outcome expected = run(query.getValue(), null, false, sizes);
      for (int nth = 1; ; nth++) {
        FaultyDevice device = FaultyDevice.lostAt(method, nth);
        Outcome actual = run(query.getValue(), device, true, sizes);
        assertThat(actual.batches())
            .as("%s, lost at call %s of %s", query.getKey(), nth, method)
            .isEqualTo(expected.batches());
        if (!device.fired()) {
          break;
        }
        reached.add(query.getKey());
      }
    }
    assertThat(reached).as("queries that call it").isNotEmpty();
  }

  @Test
  void aBatchThatDoesNotFitIsRunInParts() throws Exception {
    for (var query : QUERIES.entrySet()) {
      FaultyDevice device = FaultyDevice.withRoomFor(30);
      Outcome actual = run(query.getValue(), device);
      assertThat(actual.batches())
          .as(query.getKey())
          .isEqualTo(run(query.getValue(), null).batches());
      assertThat(device.fired()).isTrue();
    }
  }
}
