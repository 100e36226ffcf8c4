package io.millrace.kernels.cpu.group;

import static io.millrace.kernels.group.AggregateFunction.COUNT_ALL;
import static io.millrace.kernels.group.AggregateFunction.MIN;
import static io.millrace.kernels.group.AggregateFunction.SUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.contract.GroupTableContract;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.cpu.work.CpuWorkers;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows of known keys that stay in a worker's own table once that is full. */
class SkewTest {
  private static final GroupSpec SPEC =
      GroupRows.spec(
          List.of(DataType.INT64), COUNT_ALL, null, SUM, DataType.INT64, MIN, DataType.INT64);

  /** More keys than {@link SmallTunings#PARTITIONED} keeps in a worker's own table. */
  private static final int FULL = 60;

  /** Keys {@code first} to {@code first + rows}, each once. */
  private static LongStream keys(int first, int rows) {
    return LongStream.range(first, first + rows);
  }

  private static GroupRows rows(LongStream keyStream, TestColumn panes) {
    long[] keys = keyStream.toArray();
    TestColumn column = TestColumn.of(DataType.INT64, LongStream.of(keys).boxed().toList());
    TestColumn values =
        TestColumn.of(DataType.INT64, LongStream.of(keys).map(k -> 1000 - k).boxed().toList());
    List<TestColumn> inputs = new ArrayList<>();
    inputs.add(null);
    inputs.add(values);
    inputs.add(values);
    return new GroupRows(keys.length, panes, List.of(column), inputs);
  }

  /** Rows of other keys leave nothing behind in the place that a later key will have. */
  @Test
  void laterBatchesSeeNothingOfRowsThatWereScattered() {
    try (GroupHarness harness = new GroupHarness(new CpuBackendProvider(), 1);
        CpuWorkers workers = new CpuWorkers(1, "skew");
        GroupTable table =
            new CpuGroupTable(SPEC, harness.allocator(), workers, SmallTunings.PARTITIONED)) {
      harness.feed(table, rows(LongStream.concat(keys(0, FULL), keys(500, 300)), null), FULL);
      table.evict(0);
      GroupRows next = rows(keys(0, 2 * FULL), null);
      GroupOracle oracle = new GroupOracle(SPEC).add(next, harness.feed(table, next, 2 * FULL));
      GroupTableContract.check(table, oracle);
    }
  }

  /** A full table holds the keys of one pane; rows of another pane have no place in it. */
  @Test
  void rowsOfAnotherPaneDoNotStay() {
    try (GroupHarness harness = new GroupHarness(new CpuBackendProvider(), 1);
        CpuWorkers workers = new CpuWorkers(1, "skew");
        GroupTable table =
            new CpuGroupTable(SPEC, harness.allocator(), workers, SmallTunings.PARTITIONED)) {
      TestColumn panes =
          TestColumn.of(
              DataType.INT64,
              LongStream.range(0, 3L * FULL).map(row -> row / FULL * 7).boxed().toList());
      LongStream thrice =
          LongStream.concat(keys(0, FULL), LongStream.concat(keys(0, FULL), keys(0, FULL)));
      GroupRows rows = rows(thrice, panes);
      GroupOracle oracle = new GroupOracle(SPEC).add(rows, harness.feed(table, rows, FULL));
      GroupTableContract.check(table, oracle);
    }
  }

  @Test
  void lookingPaysAtFirstAndThenWhileHalfOfTheRowsAreKnown() {
    Skew skew = new Skew();
    assertThat(skew.pays()).isTrue();
    skew.observe(100_000, 50_000);
    assertThat(skew.pays()).isTrue();
    skew.observe(100, 100);
    assertThat(skew.pays()).isFalse();
    skew.reset();
    skew.observe(1_000, 1_000);
    assertThat(skew.pays()).as("still on trial").isTrue();
  }
}
