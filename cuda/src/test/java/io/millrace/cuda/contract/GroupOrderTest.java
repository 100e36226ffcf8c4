package io.millrace.cuda.contract;

import static io.millrace.kernels.group.AggregateFunction.COUNT;
import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.FIRST;
import static io.millrace.kernels.group.AggregateFunction.LAST;
import static io.millrace.kernels.group.AggregateFunction.MAX;
import static io.millrace.kernels.group.AggregateFunction.MEAN;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static io.millrace.kernels.group.AggregateFunction.STDDEV;
import static io.millrace.kernels.group.AggregateFunction.SUM;

import io.millrace.cuda.CudaBackendProvider;
import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.cuda.emulator.TestedDevice;
import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of tables beyond the cache are put in order first, and nobody sees that in the results. */
class GroupOrderTest {
  /** So small that most tables here are beyond it. */
  private static final int CACHE = 1 << 12;

  private static final String ORDERING = "group_order_place";

  private static final Object[] AGGREGATES = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.BOOL,
    SUM,
    DataType.FLOAT64,
    MEAN,
    DataType.INT32,
    STDDEV,
    DataType.FLOAT64,
    MIN,
    DataType.BOOL,
    MAX,
    DataType.UTF8,
    FIRST,
    DataType.INT64,
    LAST,
    DataType.BOOL,
    FIRST,
    DataType.UTF8,
    LAST,
    DataType.BINARY
  };

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @BeforeEach
  void require() {
    TestedDevice.require();
  }

  @AfterEach
  void reset() {
    Emulator.reset();
  }

  /** Feeds two batches, the second of which is put in order; all is checked after each. */
  private static void check(GroupSpec spec, int rows, int distinct, int panes) {
    try (var harness = new GroupHarness(new CudaBackendProvider(true, CACHE), 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      GroupOracle oracle = new GroupOracle(spec);
      for (int batch = 0; batch < 2; batch++) {
        GroupRows fed = GroupRows.random(spec, rows, distinct, panes, 6 * batch, batch);
        Emulator.clearCounters();
        oracle.add(fed, harness.feed(table, fed, rows));
        if (batch > 0) {
          Emulator.assertRan(ORDERING, true);
        }
        GroupTableContract.check(table, oracle);
      }
    }
  }

  @Test
  void keysOfAllKinds() {
    for (List<DataType> keys :
        List.of(
            List.of(DataType.INT64),
            List.of(DataType.FLOAT64),
            List.of(DataType.UTF8),
            List.of(DataType.of(Kind.UINT64), DataType.BOOL))) {
      check(GroupRows.spec(keys, AGGREGATES), 4700, 500, 0);
    }
  }

  @Test
  void panesAreOrderedTogether() {
    check(GroupRows.spec(List.of(DataType.INT64), AGGREGATES), 4700, 200, 3);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void howeverThreadsAreScheduled(Schedules schedule) {
    schedule.use();
    check(GroupRows.spec(List.of(DataType.INT64), AGGREGATES), 4300, 500, 0);
  }

  /** With many more groups than rows, each row has memory of its own, ordered or not. */
  @Test
  void fewRowsKeepTheirOrder() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), COUNT_ALL, null, SUM, DataType.INT64);
    try (var harness = new GroupHarness(new CudaBackendProvider(true, CACHE), 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      GroupRows many = GroupRows.random(spec, 9000, 1_000_000, 0, 0, 1);
      GroupRows few = GroupRows.random(spec, 2000, 1_000_000, 0, 0, 2);
      GroupOracle oracle = new GroupOracle(spec).add(many, harness.feed(table, many, 9000));
      Emulator.clearCounters();
      oracle.add(few, harness.feed(table, few, 2000));
      Emulator.assertRan(ORDERING, false);
      GroupTableContract.check(table, oracle);
    }
  }
}
