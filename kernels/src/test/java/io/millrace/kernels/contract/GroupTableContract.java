package io.millrace.kernels.contract;

import static io.millrace.kernels.group.AggregateFunction.APPROX_DISTINCT;
import static io.millrace.kernels.group.AggregateFunction.COUNT;
import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.MEAN;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static io.millrace.kernels.group.AggregateFunction.STDDEV;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static io.millrace.kernels.group.AggregateFunction.VARIANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.Samples;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for a group table on every backend: keys, aggregates, batches. */
public abstract class GroupTableContract {
  private GroupHarness harness;

  /** The backend under test. */
  protected abstract BackendProvider provider();

  /** The table under test. */
  protected GroupTable newTable(GroupSpec spec) {
    return harness.backend().newGroupTable(spec, harness.allocator());
  }

  @BeforeEach
  void open() {
    harness = new GroupHarness(provider(), 2);
  }

  @AfterEach
  void close() {
    // null where the test was skipped for want of a device
    if (harness != null) {
      harness.close();
    }
  }

  /** Feeds tables. */
  protected final GroupHarness harness() {
    return harness;
  }

  /** Groups rows in one batch and compares with the oracle. */
  protected final void check(GroupSpec spec, GroupRows rows, int chunk) {
    try (GroupTable table = newTable(spec)) {
      GroupOracle oracle = new GroupOracle(spec).add(rows, harness.feed(table, rows, chunk));
      check(table, oracle);
    }
  }

  /** Compares all panes with the oracle. */
  public static void check(GroupTable table, GroupOracle oracle) {
    assertThat(table.panes()).isEqualTo(oracle.panes());
    GroupSpec spec = (GroupSpec) table.spec();
    long groups = 0;
    for (long pane : oracle.panes()) {
      GroupHarness.assertGroups(
          spec, GroupHarness.read(spec, table.result(pane)), oracle.result(pane));
      groups += oracle.result(pane).size();
    }
    assertThat(table.groups()).isEqualTo(groups);
  }

  @Test
  void everyTypeIsAKey() {
    for (DataType type : Samples.TYPES) {
      GroupSpec spec = GroupRows.spec(List.of(type), COUNT_ALL, null, SUM, DataType.INT64);
      for (int nullEvery : new int[] {0, 3, 1}) {
        check(spec, GroupRows.random(spec, 1500, 40, 0, nullEvery, 1), 207);
      }
    }
  }

  @Test
  void everyAggregateTakesEveryType() {
    for (DataType type : Samples.TYPES) {
      List<Object> aggregates =
          new ArrayList<>(
              List.of(
                  COUNT,
                  type,
                  MIN,
                  type,
                  MAX,
                  type,
                  FIRST,
                  type,
                  LAST,
                  type,
                  APPROX_DISTINCT,
                  type));
      if (type.kind().isNumeric()) {
        aggregates.addAll(List.of(SUM, type, MEAN, type, VARIANCE, type, STDDEV, type));
      }
      GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), aggregates.toArray());
      for (int nullEvery : new int[] {0, 3, 1}) {
        check(spec, GroupRows.random(spec, 1200, 30, 2, nullEvery, 2), 207);
      }
    }
  }

  @Test
  void severalKeysOfMixedTypes() {
    List<DataType> keys = List.of(DataType.UTF8, DataType.INT32, DataType.FLOAT64, DataType.BOOL);
    GroupSpec spec = GroupRows.spec(keys, COUNT_ALL, null, MAX, DataType.UTF8);
    for (int nullEvery : new int[] {0, 4}) {
      check(spec, GroupRows.random(spec, 5000, 6, 0, nullEvery, 3), 2048);
    }
  }

  @Test
  void distinctKeysWithoutAggregates() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.UTF8));
    check(spec, GroupRows.random(spec, 3000, 500, 3, 5, 4), 100);
  }

  @Test
  void anAggregateMayComeTwice() {
    GroupSpec spec =
        GroupRows.spec(
            List.of(DataType.INT64),
            COUNT_ALL,
            null,
            SUM,
            DataType.INT64,
            COUNT_ALL,
            null,
            SUM,
            DataType.INT64);
    check(spec, GroupRows.random(spec, 1000, 40, 2, 4, 7), 100);
  }

  @Test
  void noKeysMakeOneGroupOnceThereIsARow() {
    GroupSpec spec =
        GroupRows.spec(List.of(), COUNT_ALL, null, SUM, DataType.FLOAT64, MIN, DataType.UTF8);
    check(spec, GroupRows.random(spec, 5000, 1, 0, 3, 5), 2048);
    check(spec, GroupRows.random(spec, 5000, 1, 4, 0, 6), 333);
    try (GroupTable table = newTable(spec)) {
      table.seal();
      assertThat(table.groups()).isZero();
      assertThat(table.panes()).isEmpty();
      assertThat(table.result(0)).isEmpty();
      assertThat(table.merged(new long[] {0, 7})).isEmpty();
    }
  }

  @Test
  void nanIsOneKeyAndZeroHasNoSign() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.FLOAT64), COUNT_ALL, null);
    double otherNan = Double.longBitsToDouble(0xFFF8_0000_0000_0123L);
    TestColumn keys =
        TestColumn.of(DataType.FLOAT64, Double.NaN, -0.0, 0.0, otherNan, 1.0, null, -0.0, null);
    List<TestColumn> inputs = new ArrayList<>();
    inputs.add(null);
    GroupRows rows = new GroupRows(keys.rows(), null, List.of(keys), inputs);
    try (GroupTable table = newTable(spec)) {
      harness.feed(table, rows, 3);
      var groups = GroupHarness.read(spec, table.result(0));
      assertThat(groups.get(List.<Object>of(Double.NaN))).containsExactly(2L);
      assertThat(groups.get(List.<Object>of(0.0))).containsExactly(3L);
      assertThat(groups).hasSize(4);
    }
  }

  @Test
  void awkwardSizesInAwkwardChunks() {
    GroupSpec spec =
        GroupRows.spec(List.of(DataType.INT64), SUM, DataType.INT64, COUNT, DataType.UTF8);
    for (int rows : Samples.SIZES) {
      for (int chunk : new int[] {1, 31, 2048}) {
        check(spec, GroupRows.random(spec, rows, 50, 2, 4, rows), chunk);
      }
    }
  }

  @Test
  void chunksMayBeLongerThanTheBackendAsksFor() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.UTF8), COUNT_ALL, null, LAST, DataType.INT64);
    check(spec, GroupRows.random(spec, 30_000, 5000, 3, 4, 7), 30_000);
  }

  @Test
  void oneKeyAlone() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), SUM, DataType.INT64, COUNT_ALL, null);
    check(spec, GroupRows.random(spec, 50_000, 1, 0, 0, 8), 2048);
  }

  @Test
  void manyDistinctKeys() {
    GroupSpec words = GroupRows.spec(List.of(DataType.INT64), SUM, DataType.INT64, COUNT_ALL, null);
    check(words, distinct(words, DataType.INT64, 150_000, 0), 2048);
    GroupSpec texts = GroupRows.spec(List.of(DataType.UTF8), COUNT_ALL, null, LAST, DataType.UTF8);
    check(texts, distinct(texts, DataType.UTF8, 80_000, 5), 2048);
    List<DataType> both = List.of(DataType.INT64, DataType.UTF8);
    GroupSpec pairs = GroupRows.spec(both, MIN, DataType.FLOAT64);
    check(pairs, GroupRows.random(pairs, 80_000, 3000, 2, 5, 9), 2048);
  }

  private static GroupRows distinct(GroupSpec spec, DataType type, int rows, int nullEvery) {
    GroupRows random = GroupRows.random(spec, rows, 10, 0, nullEvery, rows);
    List<Object> keys = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      long key = row % 7 == 0 ? row / 70 : row;
      keys.add(type.kind().isText() ? "a rather long key " + key : (Object) (key << 40));
    }
    return new GroupRows(rows, null, List.of(TestColumn.of(type, keys)), random.inputs());
  }

  @Test
  void stateRunsOnFromBatchToBatch() {
    GroupSpec spec =
        GroupRows.spec(
            List.of(DataType.UTF8),
            COUNT_ALL,
            null,
            SUM,
            DataType.INT64,
            FIRST,
            DataType.UTF8,
            LAST,
            DataType.UTF8,
            MAX,
            DataType.UTF8,
            APPROX_DISTINCT,
            DataType.INT64);
    try (GroupTable table = newTable(spec)) {
      GroupOracle oracle = new GroupOracle(spec);
      for (int rows : new int[] {100, 0, 5000, 1, 40_000, 13}) {
        GroupRows batch = GroupRows.random(spec, rows, Math.max(1, rows / 3), 2, rows % 3, rows);
        oracle.add(batch, harness.feed(table, batch, 1000));
        check(table, oracle);
      }
    }
  }

  @Test
  void touchedAreThoseUpdatedSinceClearing() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), COUNT_ALL, null, SUM, DataType.INT64);
    try (GroupTable table = newTable(spec)) {
      GroupOracle oracle = new GroupOracle(spec);
      GroupRows first = GroupRows.random(spec, 9000, 4000, 2, 0, 1);
      oracle.add(first, harness.feed(table, first, 500));
      table.clearTouched();
      for (int batch = 2; batch < 6; batch++) {
        GroupRows rows = GroupRows.random(spec, 300, 200, 3, 7, batch);
        oracle.add(rows, harness.feed(table, rows, 100));
        GroupOracle now = new GroupOracle(spec).add(rows, 0);
        for (long pane : oracle.panes()) {
          var expected = oracle.result(pane);
          expected.keySet().retainAll(now.result(pane).keySet());
          GroupHarness.assertGroups(spec, GroupHarness.read(spec, table.touched(pane)), expected);
        }
        table.clearTouched();
        LongStream.of(oracle.panes()).forEach(pane -> assertThat(table.touched(pane)).isEmpty());
      }
    }
  }

  @Test
  void evictedPanesAreGoneAndMemoryStaysBounded() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.UTF8), COUNT_ALL, null, MIN, DataType.UTF8);
    try (GroupTable table = newTable(spec)) {
      long bytes = 0;
      for (int batch = 0; batch < 30; batch++) {
        GroupRows rows = GroupRows.random(spec, 3000, 800, 0, 4, batch % 3);
        harness.feed(table, rows, 1000);
        check(table, new GroupOracle(spec).add(rows, 0));
        table.evict(0);
        assertThat(table.groups()).isZero();
        assertThat(table.panes()).isEmpty();
        if (batch == 10) {
          bytes = table.bytes();
        }
      }
      assertThat(table.bytes()).isLessThanOrEqualTo(bytes * 3 / 2);
      IntStream.range(0, 3).forEach(table::evict);
    }
  }
}
