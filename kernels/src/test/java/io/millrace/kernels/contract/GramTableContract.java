package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.BackendProvider;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.GramOracle;
import io.millrace.kernels.fixture.GroupHarness;
import io.millrace.kernels.fixture.GroupRows;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for tables of Gram matrices on every backend. */
public abstract class GramTableContract {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private GroupHarness harness;

  /** The backend under test. */
  protected abstract BackendProvider provider();

  @BeforeEach
  final void openHarness() {
    harness = new GroupHarness(provider(), 3);
  }

  @AfterEach
  final void closeHarness() {
    // null where the test was skipped for want of a device
    if (harness != null) {
      harness.close();
    }
  }

  private static GramSpec spec(int columns) {
    return new GramSpec(IntStream.range(0, columns).mapToObj(i -> "x" + i).toList());
  }

  private GroupTable newTable(int columns) {
    return harness.backend().newGroupTable(spec(columns), harness.allocator());
  }

  /** Correlated columns about {@code mean}, with a spread of about 1. */
  private static GroupRows rows(
      int columns, int rows, int panes, int nullEvery, double mean, long seed) {
    Random random = new Random(seed);
    List<List<Object>> values = new ArrayList<>();
    for (int c = 0; c < columns; c++) {
      values.add(new ArrayList<>());
    }
    List<Object> numbers = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double common = random.nextGaussian();
      for (int c = 0; c < columns; c++) {
        boolean isNull = nullEvery > 0 && random.nextInt(nullEvery) == 0;
        values.get(c).add(isNull ? null : (Object) (mean + common * c + random.nextGaussian()));
      }
      numbers.add(panes == 0 ? 0L : 10L * random.nextInt(panes) - 20);
    }
    return new GroupRows(
        rows,
        panes == 0 ? null : TestColumn.of(DataType.INT64, numbers),
        List.of(),
        values.stream().map(column -> TestColumn.of(DataType.FLOAT64, column)).toList());
  }

  private static GroupRows of(Double[]... columns) {
    return new GroupRows(
        columns[0].length,
        null,
        List.of(),
        Arrays.stream(columns)
            .map(column -> TestColumn.of(DataType.FLOAT64, (Object[]) column))
            .toList());
  }

  @Test
  void matricesOfAllShapesAreWithinTheBound() {
    for (int columns : new int[] {1, 2, 3, 5, 8}) {
      for (int count : new int[] {1, 2, 3, 31, 33, 255, 257, 1000}) {
        GroupRows rows = rows(columns, count, 0, 0, 3, count);
        try (GroupTable table = newTable(columns)) {
          harness.feed(table, rows, 300);
          new GramOracle(columns).add(rows, null).check(table.result(0));
        }
      }
    }
  }

  @Test
  void largeValuesWithASmallSpreadKeepTheirDigits() {
    GroupRows rows = rows(3, 3000, 0, 5, 1e9, 1);
    try (GroupTable table = newTable(3)) {
      harness.feed(table, rows, 700);
      new GramOracle(3).add(rows, null).check(table.result(0));
    }
  }

  @Test
  void aRowThatLacksAValueIsLeftOutAsAWhole() {
    for (int nullEvery : new int[] {2, 7, 100}) {
      GroupRows rows = rows(3, 1000, 0, nullEvery, 0, nullEvery);
      try (GroupTable table = newTable(3)) {
        harness.feed(table, rows, 333);
        new GramOracle(3).add(rows, null).check(table.result(0));
      }
    }
  }

  @Test
  void aPaneWithoutACompleteRowHasNone() {
    try (GroupTable table = newTable(2)) {
      harness.feed(table, of(new Double[] {1.0, null}, new Double[] {null, 2.0}), 2);
      assertThat(table.panes()).containsExactly(0);
      assertThat(read(table.result(0)))
          .containsExactly(List.of(0L, 0.0, 0.0, 0.0), List.of(0L, 0.0, 0.0, 0.0));
      GroupRows rows = rows(2, 10, 0, 0, 0, 1);
      harness.feed(table, rows, 10);
      new GramOracle(2).add(rows, null).check(table.result(0));
    }
  }

  @Test
  void withoutARowThereIsNoPane() {
    try (GroupTable table = newTable(2)) {
      harness.feed(table, of(new Double[0], new Double[0]), 5);
      assertThat(table.panes()).isEmpty();
      assertThat(table.groups()).isZero();
      assertThat(table.result(0)).isEmpty();
      assertThat(table.merged(new long[] {1, 2})).isEmpty();
      table.merge(3, 4);
      assertThat(table.panes()).isEmpty();
    }
  }

  @Test
  void batchesOfManyPanesAddUp() {
    for (int nullEvery : new int[] {0, 4}) {
      GroupRows first = rows(3, 900, 5, nullEvery, 10, 1);
      GroupRows second = rows(3, 800, 3, nullEvery, -10, 2);
      try (GroupTable table = newTable(3)) {
        harness.feed(table, first, 250);
        harness.feed(table, second, 250);
        assertThat(table.panes()).containsExactly(-20, -10, 0, 10, 20);
        assertThat(table.groups()).isEqualTo(5);
        for (long pane : table.panes()) {
          oracle(pane, first, second).check(table.result(pane));
        }
        GramOracle some = oracle(-20, first, second).add(first, 10L).add(second, 10L);
        some.check(table.merged(new long[] {-20, 10, 12345, 10}));
        table.merge(-20, 7);
        table.merge(10, 7);
        some.check(table.result(7));
        table.evict(-20);
        assertThat(table.panes()).containsExactly(-10, 0, 7, 10, 20);
        assertThat(table.result(-20)).isEmpty();
      }
    }
  }

  private static GramOracle oracle(long pane, GroupRows... rows) {
    GramOracle oracle = new GramOracle(3);
    for (GroupRows some : rows) {
      oracle.add(some, pane);
    }
    return oracle;
  }

  @Test
  void equalValuesHaveExactlyTheirMeanAndNoSpread() {
    Double[] same = Collections.nCopies(1000, 0.1).toArray(Double[]::new);
    Double[] counts = IntStream.range(0, 1000).mapToObj(i -> (double) i).toArray(Double[]::new);
    try (GroupTable table = newTable(2)) {
      harness.feed(table, of(same, counts), 77);
      harness.feed(table, of(same, counts), 300);
      List<List<Object>> rows = read(table.result(0));
      assertThat(rows.get(0)).containsExactly(2000L, 0.1, 0.0, 0.0);
      assertThat(rows.get(1).get(2)).isEqualTo(0.0);
    }
  }

  @Test
  void whatIsNotFiniteIsTheSameWhateverRowsAreTakenTogether() {
    int count = 600;
    Double[][] columns = new Double[5][count];
    for (int row = 0; row < count; row++) {
      Arrays.setAll(columns[0], i -> (double) (i % 7));
      columns[1][row] = row == 400 ? INFINITY : 1.0 * row;
      columns[2][row] = row == 0 ? INFINITY : row == 599 ? -INFINITY : 2.0 * row;
      columns[3][row] = row == 300 ? Double.NaN : 3.0 * row;
      columns[4][row] = row < 300 ? -INFINITY : 4.0 * row;
    }
    for (int chunk : new int[] {1, 7, 255, 600}) {
      try (GroupTable table = newTable(5)) {
        harness.feed(table, of(columns), chunk);
        List<List<Object>> rows = read(table.result(0));
        assertThat(rows.stream().map(row -> row.get(1)).skip(1))
            .containsExactly(INFINITY, Double.NaN, Double.NaN, -INFINITY);
        for (int i = 0; i < 5; i++) {
          for (int j = 0; j < 5; j++) {
            double product = (Double) rows.get(i).get(2 + j);
            assertThat(Double.isNaN(product)).as(i + ", " + j).isEqualTo(i > 0 || j > 0);
          }
        }
      }
    }
  }

  @Test
  void touchedPanesAreThoseThatChanged() {
    try (GroupTable table = newTable(3)) {
      GroupRows first = rows(3, 300, 3, 0, 0, 1);
      harness.feed(table, first, 100);
      oracle(-20, first).check(table.touched(-20));
      table.clearTouched();
      assertThat(table.touched(-20)).isEmpty();
      GroupRows one = rows(3, 50, 1, 0, 0, 2);
      harness.feed(table, one, 100);
      oracle(-20, first, one).check(table.touched(-20));
      assertThat(table.touched(-10)).isEmpty();
      table.clearTouched();
      table.merge(-20, -10);
      oracle(-10, first).add(first, -20L).add(one, -20L).check(table.touched(-10));
      assertThat(table.touched(-20)).isEmpty();
    }
  }

  @Test
  void exportedStateGoesOnElsewhere() {
    GroupRows before = rows(3, 500, 2, 6, 100, 1);
    GroupRows after = rows(3, 400, 2, 6, 100, 2);
    try (GroupTable first = newTable(3);
        GroupTable second = newTable(3)) {
      harness.feed(first, before, 200);
      for (long pane : first.panes()) {
        move(first, pane, second, pane);
      }
      harness.feed(second, after, 200);
      assertThat(second.panes()).isEqualTo(first.panes());
      for (long pane : second.panes()) {
        oracle(pane, before, after).check(second.result(pane));
      }
      move(first, -20, second, -10);
      oracle(-10, before, after).add(before, -20L).check(second.result(-10));
    }
  }

  private static void move(GroupTable from, long pane, GroupTable to, long into) {
    for (Batch state : from.exportState(pane)) {
      try (state) {
        assertThat(state.schema()).isEqualTo(from.stateSchema());
        to.importState(into, state);
      }
    }
  }

  @Test
  void anImportMayHoldSeveralMatrices() {
    try (GroupTable table = newTable(2);
        Batch state =
            state(
                TestColumn.of(DataType.INT64, 2L, 2L, 0L, 0L, 1L, 1L),
                numbers(1, 2, 0, 0, 4, 2),
                numbers(2, 7, 0, 0, 0, 7),
                numbers(1, 3, 0, 0, 0, 0))) {
      table.importState(5, state);
      assertThat(read(table.result(5)))
          .containsExactly(List.of(3L, 2.0, 8.0, 1.0), List.of(3L, 2.0, 1.0, 3.0));
      try (Batch none = state.slice(0, 0)) {
        table.importState(6, none);
      }
      assertThat(table.panes()).containsExactly(5);
    }
  }

  private static TestColumn numbers(double... values) {
    return TestColumn.of(DataType.FLOAT64, Arrays.stream(values).boxed().toList());
  }

  private Batch state(TestColumn... columns) {
    return TestBatches.of(harness.allocator(), columns);
  }

  @Test
  void whatIsNoMatrixIsNotImported() {
    TestColumn two = TestColumn.of(DataType.INT64, 2L, 2L);
    TestColumn ones = numbers(1, 1);
    refused(two, ones, ones);
    refused(two, ones, ones, two);
    refused(TestColumn.of(DataType.INT64, 2L), numbers(1), numbers(1), numbers(1));
    refused(TestColumn.of(DataType.INT64, 2L, 3L), ones, ones, ones);
    refused(TestColumn.of(DataType.INT64, -1L, -1L), ones, ones, ones);
    refused(two, TestColumn.of(DataType.FLOAT64, 1.0, null), ones, ones);
  }

  private void refused(TestColumn... columns) {
    try (GroupTable table = newTable(2);
        Batch state = state(columns)) {
      assertThatThrownBy(() -> table.importState(0, state)).isInstanceOf(DataException.class);
      assertThat(table.panes()).isEmpty();
    }
  }

  @Test
  void aMatrixIsNotDeducted() {
    try (GroupTable table = newTable(2)) {
      assertThatThrownBy(() -> table.deduct(0, 1)).isInstanceOf(InternalException.class);
    }
  }

  private static List<List<Object>> read(List<Batch> batches) {
    List<List<Object>> rows = new ArrayList<>();
    for (Batch batch : batches) {
      try (batch) {
        rows.addAll(BoxedRows.rows(batch));
      }
    }
    return rows;
  }
}
