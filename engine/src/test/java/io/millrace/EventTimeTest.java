package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.last;
import static io.millrace.Functions.max;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.QueryHarness;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.CollectSink;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows of event time against tables worked out by hand. Times are seconds since 1970. */
class EventTimeTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final DataType V = DataType.INT64;

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static LocalDateTime at(long second) {
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }

  private static QueryHarness harness() {
    return new QueryHarness(TIME.field("t"), V.field("v"));
  }

  private static TestColumn times(Long... times) {
    return TestColumn.of(TIME, Arrays.asList(times));
  }

  private static TestColumn values(Long... values) {
    return TestColumn.of(V, Arrays.asList(values));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void tumblingWindowsComeOutWhenTheWatermarkHasPassedTheirEnd() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .withWatermark("t", s(5))
              .groupBy(window("t", s(10)))
              .agg(count(), sum("v")));
      // watermark 8 - 5 = 3: nothing has ended
      assertThat(query.run(times(1L, 8L, 3L), values(1L, 2L, 4L))).isEmpty();
      // 14 - 5 = 9: [0, 10) has not ended
      assertThat(query.run(times(14L), values(8L))).isEmpty();
      // 15 - 5 = 10: [0, 10) has ended, at once
      assertThat(query.run(times(15L, 9L), values(16L, 32L)))
          .containsExactly(row(at(0), at(10), 4L, 39L));
      // out of order within the lateness, then far ahead: both windows in order of their begin
      assertThat(query.run(times(12L, 40L), values(64L, 128L)))
          .containsExactly(row(at(10), at(20), 3L, 88L));
      assertThat(query.run(times(55L), values(0L))).containsExactly(row(at(40), at(50), 1L, 128L));
      assertThat(query.metrics().watermark()).hasValue(50_000);
      assertThat(query.metrics().lateRows()).isZero();
    }
  }

  @Test
  void anEmptyBatchMovesNothing() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(count()));
      assertThat(query.tick()).isEmpty();
      assertThat(query.metrics().watermark()).isEmpty();
      assertThat(query.run(times(25L), values(1L))).isEmpty();
      assertThat(query.tick()).isEmpty();
      assertThat(query.metrics().watermark()).hasValue(25_000);
      assertThat(query.metrics().stateRows()).isEqualTo(1);
      assertThat(query.run(times(30L), values(1L))).containsExactly(row(at(20), at(30), 1L));
    }
  }

  /** Length 10 every 4: begins at multiples of 4, panes of 2. A row is in two windows or three. */
  @Test
  void slidesThatDoNotDivideTheLength() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(10), s(4))).agg(sum("v")));
      // 9 is in [0, 10), [4, 14), [8, 18); 3 in [-4, 6) and [0, 10); 20 in [12,22), [16,26),
      // [20,30)
      assertThat(query.run(times(9L, 3L), values(1L, 10L)))
          .containsExactly(row(at(-4), at(6), 10L));
      assertThat(query.run(times(20L), values(100L)))
          .containsExactly(row(at(0), at(10), 11L), row(at(4), at(14), 1L), row(at(8), at(18), 1L));
      assertThat(query.run(times(26L), values(1_000L)))
          .containsExactly(row(at(12), at(22), 100L), row(at(16), at(26), 100L));
    }
  }

  @Test
  void keysAreGroupedWithinEachWindow() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .withWatermark("t", s(0))
              .groupBy(window("t", s(10), s(5)), "v")
              .agg(count()));
      assertThat(query.run(times(1L, 6L, 7L, 12L), values(1L, 1L, null, null)))
          .containsExactlyInAnyOrder(
              row(at(-5), at(5), 1L, 1L), row(at(0), at(10), 1L, 2L), row(at(0), at(10), null, 1L));
      assertThat(query.run(times(100L), values(0L)))
          .containsExactlyInAnyOrder(
              row(at(5), at(15), 1L, 1L),
              row(at(5), at(15), null, 2L),
              row(at(10), at(20), null, 1L));
    }
  }

  @Test
  void rowsWhoseWindowsHaveAllEndedAreLateAndGoAside() throws Exception {
    CollectSink late = new CollectSink();
    try (QueryHarness query = harness()) {
      Stream windows =
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(sum("v"));
      windows.lateRows().to(late);
      query.start(windows);
      query.run(times(12L), values(1L));
      assertThat(query.run(times(9L, 11L, 2L), values(2L, 4L, 8L))).isEmpty();
      assertThat(query.metrics().lateRows()).isEqualTo(2);
      assertThat(late.latest()).containsExactly(row(at(9), 2L), row(at(2), 8L));
      assertThat(query.run(times(20L), values(16L))).containsExactly(row(at(10), at(20), 5L));
      assertThat(query.metrics().lateRows()).isZero();
      assertThat(late.latest()).isEmpty();
    }
  }

  /** What is late is decided when the batch begins, whatever else is in it. */
  @Test
  void theWatermarkStandsStillWithinABatch() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(sum("v")));
      assertThat(query.run(times(100L, 5L), values(1L, 2L)))
          .containsExactly(row(at(0), at(10), 2L));
      assertThat(query.metrics().lateRows()).isZero();
    }
  }

  @Test
  void aRowThatIsLateForSomeWindowsCountsInTheOthers() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(10), s(5))).agg(sum("v")));
      assertThat(query.run(times(3L, 11L), values(1L, 2L)))
          .containsExactly(row(at(-5), at(5), 1L), row(at(0), at(10), 1L));
      // 7 is in [0, 10), which has ended, and in [5, 15)
      assertThat(query.run(times(7L), values(4L))).isEmpty();
      assertThat(query.metrics().lateRows()).isZero();
      assertThat(query.run(times(16L), values(8L))).containsExactly(row(at(5), at(15), 6L));
    }
  }

  @Test
  void rowsWithoutEventTimeGoWhereLateOnesGo() throws Exception {
    CollectSink late = new CollectSink();
    try (QueryHarness query = harness()) {
      Stream windows =
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(count());
      windows.lateRows().select("v").to(late);
      query.start(windows);
      assertThat(query.run(times(null, 3L, null), values(1L, 2L, null))).isEmpty();
      assertThat(query.metrics().lateRows()).isEqualTo(2);
      assertThat(late.rows()).containsExactly(row(1L), row((Object) null));
      assertThat(query.run(times(10L, null), values(1L, 1L)))
          .containsExactly(row(at(0), at(10), 1L));
    }
  }

  @Test
  void aBatchOfNullTimesOnlyIsAllLate() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(count()));
      assertThat(query.run(times(null, null), values(1L, 2L))).isEmpty();
      assertThat(query.metrics().lateRows()).isEqualTo(2);
      assertThat(query.metrics().watermark()).isEmpty();
    }
  }

  @Test
  void timesWhoseWindowsDoNotFitAreLate() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(10), s(3))).agg(count()));
      assertThat(query.run(times(Long.MIN_VALUE, Long.MIN_VALUE + 1, 5L), values(1L, 2L, 3L)))
          .isEmpty();
      assertThat(query.metrics().lateRows()).isEqualTo(2);
    }
  }

  @Test
  void beforeNineteenSeventyWindowsAreAlignedAlike() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().withWatermark("t", s(0)).groupBy(window("t", s(10))).agg(sum("v")));
      assertThat(query.run(times(-21L, -20L, -11L, -10L), values(1L, 2L, 4L, 8L)))
          .containsExactly(row(at(-30), at(-20), 1L), row(at(-20), at(-10), 6L));
      assertThat(query.run(times(-1L, 0L), values(16L, 32L)))
          .containsExactly(row(at(-10), at(0), 24L));
      assertThat(query.metrics().watermark()).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource(TimeUnit.class)
  void everyUnitCountsInItself(TimeUnit unit) throws Exception {
    DataType type = DataType.timestamp(unit, null);
    long second = type.unitsPerSecond();
    try (QueryHarness query = new QueryHarness(type.field("t"))) {
      query.start(
          query.input().withWatermark("t", s(1)).groupBy(window("t", s(4), s(2))).agg(count()));
      assertThat(query.run(TestColumn.of(type, 3 * second, 4 * second - 1, 5 * second)))
          .containsExactly(row(at(0), at(4), 2L));
      assertThat(query.metrics().watermark()).hasValue(4_000);
      assertThat(query.run(TestColumn.of(type, 8 * second))).containsExactly(row(at(2), at(6), 3L));
    }
  }

  @Test
  void aZoneStaysOnTheWindowsBounds() throws Exception {
    DataType type = DataType.timestamp(TimeUnit.MILLISECOND, "Europe/Berlin");
    try (QueryHarness query = new QueryHarness(type.field("t"))) {
      Stream windows =
          query.input().withWatermark("t", s(0)).groupBy(window("t", s(3_600))).agg(count());
      query.start(windows);
      assertThat(DataType.of(windows.schema().findField("window_end"))).isEqualTo(type);
      List<List<Object>> rows = query.run(TestColumn.of(type, 0L, 3_600_000L));
      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().getFirst()).hasToString("1970-01-01T01:00+01:00[Europe/Berlin]");
    }
  }

  @Test
  void twoGroupingsShareAWatermark() throws Exception {
    CollectSink hours = new CollectSink();
    try (QueryHarness query = harness()) {
      Stream times = query.input().withWatermark("t", s(0));
      times.groupBy(window("t", s(20))).agg(count()).to(hours);
      query.start(times.filter(col("v").gt(0L)).groupBy(window("t", s(10))).agg(count()));
      assertThat(query.run(times(5L, 15L, 25L), values(1L, 0L, 0L)))
          .containsExactly(row(at(0), at(10), 1L));
      assertThat(hours.latest()).containsExactly(row(at(0), at(20), 2L));
    }
  }

  @Test
  void windowsMayBeGroupedAgain() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .withWatermark("t", s(0))
              .groupBy(window("t", s(10)), "v")
              .agg(count().as("n"))
              .groupBy("window_start")
              .agg(max("n"), count()));
      assertThat(query.run(times(1L, 2L, 3L, 11L, 25L), values(7L, 7L, 8L, 9L, 0L)))
          .containsExactlyInAnyOrder(row(at(0), 2L, 2L), row(at(10), 1L, 1L));
    }
  }

  @Test
  void aColumnRenamedKeepsItsWatermark() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .withWatermark("t", s(0))
              .select(col("v"), col("t").as("when"))
              .groupBy(window("when", s(10)))
              .agg(last(col("v"))));
      assertThat(query.run(times(1L, 2L, 10L), values(7L, 8L, 9L)))
          .containsExactly(row(at(0), at(10), 8L));
    }
  }
}
