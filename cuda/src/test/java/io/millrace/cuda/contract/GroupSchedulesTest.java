package io.millrace.cuda.contract;

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
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cuda.emulator.Emulator;
import io.millrace.cuda.emulator.Schedules;
import io.millrace.cuda.group.CudaGroupTable;
import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups are right however threads are scheduled, where they meet most: all checks on. */
class GroupSchedulesTest {
  private static final Object[] AGGREGATES = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.BOOL,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MIN,
    DataType.INT64,
    MAX,
    DataType.FLOAT64,
    MEAN,
    DataType.INT32,
    STDDEV,
    DataType.FLOAT64,
    FIRST,
    DataType.INT64,
    LAST,
    DataType.BOOL,
    APPROX_DISTINCT,
    DataType.INT64
  };

  private static final Object[] TEXTS = {
    MIN, DataType.UTF8, MAX, DataType.UTF8, FIRST, DataType.UTF8, LAST, DataType.BINARY
  };

  static Stream<Schedules> schedules() {
    return Schedules.all();
  }

  @AfterEach
  void reset() {
    Emulator.reset();
  }

  /** Feeds batches of these sizes to one table, all rows of a batch at once. */
  private static void check(
      Schedules schedule, GroupSpec spec, int[] sizes, IntFunction<Object> key) {
    try (var harness = new GroupHarness(TestedBackend.provider(), 0);
        GroupTable table = harness.backend().newGroupTable(spec, harness.allocator())) {
      assertThat(table).isInstanceOf(CudaGroupTable.class);
      schedule.use();
      GroupOracle oracle = new GroupOracle(spec);
      for (int size : sizes) {
        GroupRows random = GroupRows.random(spec, size, 1, 0, 5, size);
        List<Object> keys = new ArrayList<>();
        for (int row = 0; row < size; row++) {
          keys.add(key.apply(row));
        }
        DataType type = spec.keys().getFirst().type();
        GroupRows rows =
            new GroupRows(size, null, List.of(TestColumn.of(type, keys)), random.inputs());
        oracle.add(rows, harness.feed(table, rows, Math.max(1, size)));
        GroupTableContract.check(table, oracle);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void oneKeyAlone(Schedules schedule) {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), AGGREGATES);
    check(schedule, spec, new int[] {1, 600, 1025}, _ -> 7L);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void allKeysDistinct(Schedules schedule) {
    GroupSpec spec =
        GroupRows.spec(List.of(DataType.INT64), COUNT_ALL, null, SUM, DataType.FLOAT64);
    check(schedule, spec, new int[] {33, 900, 2500}, row -> (long) row << 33);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void mostRowsHaveOneOfManyKeys(Schedules schedule) {
    GroupSpec spec =
        GroupRows.spec(
            List.of(DataType.INT64),
            COUNT_ALL,
            null,
            SUM,
            DataType.INT64,
            SUM,
            DataType.FLOAT64,
            MAX,
            DataType.INT64);
    Random random = new Random(5);
    check(
        schedule,
        spec,
        new int[] {900, 2200},
        row -> row % 3 > 0 ? (Object) 1L : row % 31 == 0 ? null : (long) random.nextInt(1000));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void fewTextsAndTheirNull(Schedules schedule) {
    GroupSpec spec =
        GroupRows.spec(
            List.of(DataType.UTF8), COUNT_ALL, null, SUM, DataType.INT64, LAST, DataType.INT64);
    check(
        schedule,
        spec,
        new int[] {65, 1300},
        row -> row % 9 == 4 ? null : "a text of some length".substring(row % 13));
  }

  /** Rows compete for their groups by number, and meet most with one group. */
  @ParameterizedTest
  @MethodSource("schedules")
  void textsThatAreKept(Schedules schedule) {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), TEXTS);
    check(schedule, spec, new int[] {1, 700, 700}, _ -> 7L);
    check(schedule, spec, new int[] {65, 900}, row -> row % 11 == 0 ? null : (Object) (row % 70L));
  }

  /** Known keys are found in shared memory until one comes that is not known. */
  @ParameterizedTest
  @MethodSource("schedules")
  void fewKeysBecomeMany(Schedules schedule) {
    GroupSpec spec =
        GroupRows.spec(List.of(DataType.FLOAT64), COUNT_ALL, null, SUM, DataType.INT64);
    int[] batch = {0};
    check(
        schedule,
        spec,
        new int[] {700, 700, 700, 1100, 1100},
        row -> {
          batch[0] += row == 0 ? 1 : 0;
          int keys = new int[] {20, 20, 254, 255, 400}[batch[0] - 1];
          return row % keys == 3 ? null : (Object) (double) (row % keys - 10);
        });
  }
}
