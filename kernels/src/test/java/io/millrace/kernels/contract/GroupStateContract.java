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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupOracle;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for the state of a group table on every backend: panes merged, deducted, exported. */
public abstract class GroupStateContract {
  private static final Object[] ALL = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.UTF8,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MIN,
    DataType.FLOAT64,
    MAX,
    DataType.UINT64,
    MIN,
    DataType.UTF8,
    MEAN,
    DataType.INT32,
    VARIANCE,
    DataType.FLOAT64,
    STDDEV,
    DataType.FLOAT64,
    FIRST,
    DataType.UTF8,
    LAST,
    DataType.INT64,
    APPROX_DISTINCT,
    DataType.UTF8,
    FIRST,
    DataType.BOOL
  };

  /** States of fixed width alone. */
  private static final Object[] FIXED = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.UTF8,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MIN,
    DataType.FLOAT64,
    MAX,
    DataType.UINT64,
    MAX,
    DataType.BOOL,
    MEAN,
    DataType.UINT64,
    VARIANCE,
    DataType.INT32,
    STDDEV,
    DataType.FLOAT64,
    FIRST,
    DataType.FLOAT64,
    LAST,
    DataType.INT64,
    FIRST,
    DataType.BOOL
  };

  /** As {@link #FIXED}, with nothing that counts all rows. */
  private static final Object[] UNCOUNTED = {
    COUNT,
    DataType.INT64,
    SUM,
    DataType.INT64,
    MIN,
    DataType.INT64,
    MEAN,
    DataType.FLOAT64,
    LAST,
    DataType.BOOL,
    APPROX_DISTINCT,
    DataType.INT64
  };

  private static final Object[] UNDOABLE = {
    COUNT_ALL,
    null,
    COUNT,
    DataType.UTF8,
    SUM,
    DataType.INT64,
    SUM,
    DataType.FLOAT64,
    MEAN,
    DataType.INT32,
    VARIANCE,
    DataType.FLOAT64
  };

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

  private static List<GroupSpec> specs(Object... aggregates) {
    return List.of(
        GroupRows.spec(List.of(DataType.INT64), aggregates),
        GroupRows.spec(List.of(DataType.UTF8, DataType.of(Kind.FLOAT32)), aggregates),
        GroupRows.spec(List.of(), aggregates));
  }

  private static List<GroupSpec> allSpecs() {
    List<GroupSpec> all = new ArrayList<>(specs(ALL));
    all.addAll(specs(FIXED).subList(0, 2));
    all.add(GroupRows.spec(List.of(), UNCOUNTED));
    return all;
  }

  @Test
  void mergedPanesAreAsIfTheirRowsWereOnePane() {
    for (GroupSpec spec : allSpecs()) {
      for (int distinct : new int[] {20, 3000}) {
        GroupRows rows = GroupRows.random(spec, 9000, distinct, 5, 4, distinct);
        try (GroupTable table = newTable(spec)) {
          GroupOracle oracle = new GroupOracle(spec).add(rows, harness.feed(table, rows, 1000));
          long[] some = {-1000, 5, 1000, -2000};
          GroupHarness.assertGroups(
              spec, GroupHarness.read(spec, table.merged(some)), oracle.result(some));
          GroupHarness.assertGroups(
              spec, GroupHarness.read(spec, table.merged(new long[] {0})), oracle.result(0));
          GroupTableContract.check(table, oracle);
        }
      }
    }
  }

  @Test
  void onePaneMergesIntoAnother() {
    for (GroupSpec spec : allSpecs()) {
      for (int distinct : new int[] {20, 3000}) {
        GroupRows rows = GroupRows.random(spec, 8000, distinct, 3, 4, distinct);
        try (GroupTable table = newTable(spec)) {
          GroupOracle oracle = new GroupOracle(spec).add(rows, harness.feed(table, rows, 1000));
          table.merge(-2000, 77);
          table.merge(-1000, 77);
          table.merge(12345, 77);
          assertResult(table, 77, oracle, -2000, -1000);
          assertResult(table, -2000, oracle, -2000);
          assertThat(table.panes()).contains(77);
        }
      }
    }
  }

  private static void assertResult(GroupTable table, long pane, GroupOracle oracle, long... from) {
    GroupSpec spec = (GroupSpec) table.spec();
    GroupHarness.assertGroups(
        spec, GroupHarness.read(spec, table.result(pane)), oracle.result(from));
  }

  @Test
  void deductingUndoesMerging() {
    for (GroupSpec spec : specs(UNDOABLE)) {
      for (int distinct : new int[] {20, 3000}) {
        GroupRows rows = GroupRows.random(spec, 8000, distinct, 4, 4, distinct);
        try (GroupTable table = newTable(spec)) {
          GroupOracle oracle = new GroupOracle(spec).add(rows, harness.feed(table, rows, 1000));
          long[] panes = oracle.panes();
          LongStream.of(panes).forEach(pane -> table.merge(pane, 99));
          table.deduct(panes[0], 99);
          assertResult(table, 99, oracle, panes[1], panes[2], panes[3]);
          table.deduct(panes[2], 99);
          assertResult(table, 99, oracle, panes[1], panes[3]);
          table.merge(panes[2], 99);
          assertResult(table, 99, oracle, panes[1], panes[2], panes[3]);
          LongStream.of(panes).skip(1).forEach(pane -> table.deduct(pane, 99));
          assertThat(table.result(99)).isEmpty();
          assertThat(table.panes()).isEqualTo(panes);
        }
      }
    }
  }

  /** As a window moves over keys that never come again. */
  @Test
  void aPaneThatKeysPassThroughDoesNotGrow() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), UNDOABLE);
    try (GroupTable table = newTable(spec)) {
      GroupOracle oracle = new GroupOracle(spec);
      long bytes = 0;
      for (int step = 0; step < 40; step++) {
        if (step % 3 == 0) {
          table.clearTouched();
        }
        GroupRows rows = newKeys(spec, step);
        oracle.add(rows, harness.feed(table, rows, 500));
        table.merge(step, 99);
        if (step > 0) {
          table.deduct(step - 1, 99);
          table.evict(step - 1);
        }
        assertResult(table, 99, oracle, step);
        GroupHarness.assertGroups(
            spec, GroupHarness.read(spec, table.touched(99)), oracle.result(step));
        bytes = step == 9 ? table.bytes() : bytes;
      }
      assertThat(table.bytes()).isLessThan(bytes * 3 / 2);
    }
  }

  private static GroupRows newKeys(GroupSpec spec, int step) {
    GroupRows random = GroupRows.random(spec, 1500, 10, 0, 4, step);
    return new GroupRows(
        random.rows(),
        TestColumn.of(DataType.INT64, Collections.nCopies(random.rows(), (Object) (long) step)),
        List.of(
            TestColumn.of(
                DataType.INT64,
                LongStream.range(0, random.rows())
                    .<Object>mapToObj(row -> step * 10_000L + row)
                    .toList())),
        random.inputs());
  }

  @Test
  void whatCannotBeUndoneIsNotDeducted() {
    for (Object[] aggregates :
        new Object[][] {{SUM, DataType.INT64}, {COUNT_ALL, null, MIN, DataType.INT64}}) {
      GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), aggregates);
      try (GroupTable table = newTable(spec)) {
        assertThatThrownBy(() -> table.deduct(0, 1)).isInstanceOf(InternalException.class);
      }
    }
  }

  @Test
  void exportedStateGoesOnElsewhere() {
    for (GroupSpec spec : allSpecs()) {
      for (int distinct : new int[] {20, 3000}) {
        GroupRows before = GroupRows.random(spec, 6000, distinct, 0, 4, distinct);
        GroupRows after = GroupRows.random(spec, 6000, distinct, 0, 4, distinct + 1);
        try (GroupTable first = newTable(spec);
            GroupTable second = newTable(spec)) {
          GroupOracle oracle = new GroupOracle(spec).add(before, harness.feed(first, before, 999));
          move(first, second);
          GroupTableContract.check(second, oracle);
          oracle.add(after, harness.feed(second, after, 999));
          GroupTableContract.check(second, oracle);
        }
      }
    }
  }

  private static void move(GroupTable from, GroupTable to) {
    for (Batch batch : from.exportState(0)) {
      try (batch) {
        assertThat(batch.schema()).isEqualTo(from.stateSchema());
        to.importState(0, batch);
      }
    }
  }

  @Test
  void partialAggregatesMergeToTheWhole() {
    for (GroupSpec spec : allSpecs()) {
      GroupOracle oracle = new GroupOracle(spec);
      try (GroupTable whole = newTable(spec)) {
        for (int part = 0; part < 4; part++) {
          GroupRows rows = GroupRows.random(spec, 3000, 1500, 0, part, part);
          try (GroupTable partial = newTable(spec)) {
            oracle.add(rows, harness.feed(partial, rows, 500));
            move(partial, whole);
          }
        }
        GroupTableContract.check(whole, oracle);
      }
    }
  }

  @Test
  void importedStateOfTheWrongShapeIsRefused() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), COUNT_ALL, null);
    try (GroupTable table = newTable(spec);
        Batch batch = TestBatches.of(harness.allocator(), TestColumn.of(DataType.INT64, 1L))) {
      assertThatThrownBy(() -> table.importState(0, batch))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected=");
    }
  }

  @Test
  void mergedAndDeductedGroupsCountAsTouched() {
    GroupSpec spec = GroupRows.spec(List.of(DataType.INT64), COUNT_ALL, null);
    try (GroupTable table = newTable(spec)) {
      GroupRows rows = GroupRows.random(spec, 2000, 300, 2, 0, 1);
      GroupOracle oracle = new GroupOracle(spec).add(rows, harness.feed(table, rows, 500));
      table.clearTouched();
      table.merge(-2000, 5);
      GroupHarness.assertGroups(
          spec, GroupHarness.read(spec, table.touched(5)), oracle.result(-2000));
      assertThat(table.touched(-1000)).isEmpty();
      table.merge(-1000, 5);
      table.clearTouched();
      table.deduct(-1000, 5);
      var expected = oracle.result(-2000);
      expected.keySet().retainAll(new ArrayList<>(oracle.result(-1000).keySet()));
      GroupHarness.assertGroups(spec, GroupHarness.read(spec, table.touched(5)), expected);
    }
  }
}
