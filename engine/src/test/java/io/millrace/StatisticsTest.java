package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.error.UserException;
import io.millrace.harness.QueryHarness;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

/** Covariance, correlation and least squares over several columns, by hand. */
class StatisticsTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);

  private static QueryHarness harness() {
    return new QueryHarness(
        TIME.field("t"),
        DataType.FLOAT64.field("x"),
        DataType.INT64.field("y"),
        DataType.FLOAT64.field("z"),
        DataType.UTF8.field("s"));
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Object[] nulls(int count) {
    return new Object[count];
  }

  /** A batch: each row is t, x, y, z. */
  private static List<List<Object>> run(QueryHarness query, Object[]... rows) throws Exception {
    DataType[] types = {TIME, DataType.FLOAT64, DataType.INT64, DataType.FLOAT64};
    TestColumn[] columns = new TestColumn[5];
    for (int c = 0; c < 4; c++) {
      int column = c;
      columns[c] = TestColumn.of(types[c], Arrays.stream(rows).map(row -> row[column]).toList());
    }
    columns[4] = TestColumn.of(DataType.UTF8, nulls(rows.length));
    return query.run(columns);
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private static List<List<Object>> once(UnaryOperator<Stream> program, Object[]... rows)
      throws Exception {
    try (QueryHarness query = harness()) {
      query.start(program.apply(query.input()));
      return run(query, rows);
    }
  }

  @Test
  void covarianceOfEachBatchSkipsRowsThatLackAValue() throws Exception {
    List<List<Object>> rows =
        once(
            in -> in.groupBy().covariance("x", "y"),
            row(0L, 1.0, 2L, 0.0),
            row(0L, 2.0, null, 0.0),
            row(0L, null, 9L, 0.0),
            row(0L, 3.0, 4L, null),
            row(0L, 5.0, 0L, 0.0));
    assertThat(rows).containsExactly(List.of(3L, "x", 4.0, -2.0), List.of(3L, "y", -2.0, 4.0));
  }

  @Test
  void oneRowHasNoCovarianceAndNoneIsNoResult() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().groupBy().covariance("x", "y"));
      assertThat(run(query, row(0L, 1.0, 2L, 0.0)))
          .containsExactly(Arrays.asList(1L, "x", null, null), Arrays.asList(1L, "y", null, null));
      assertThat(query.tick()).isEmpty();
      assertThat(run(query, row(0L, 1.0, null, 0.0)))
          .containsExactly(Arrays.asList(0L, "x", null, null), Arrays.asList(0L, "y", null, null));
    }
  }

  @Test
  void correlationKnowsNoColumnThatDoesNotVary() throws Exception {
    List<List<Object>> rows =
        once(
            in -> in.groupBy().correlation(col("x"), col("y").multiply(-2).as("y2"), col("z")),
            row(0L, 1.0, 1L, 0.1),
            row(0L, 2.0, 2L, 0.1),
            row(0L, 4.0, 4L, 0.1));
    assertThat(rows)
        .containsExactly(
            Arrays.asList(3L, "x", 1.0, -1.0, null),
            Arrays.asList(3L, "y2", -1.0, 1.0, null),
            Arrays.asList(3L, "z", null, null, null));
  }

  @Test
  void whatIsNotFiniteShows() throws Exception {
    List<List<Object>> rows =
        once(
            in -> in.groupBy().covariance("x", "y"),
            row(0L, Double.POSITIVE_INFINITY, 2L, 0.0),
            row(0L, 2.0, 4L, 0.0));
    assertThat(rows)
        .containsExactly(
            List.of(2L, "x", Double.NaN, Double.NaN), List.of(2L, "y", Double.NaN, 2.0));
    assertThat(
            once(
                in -> in.groupBy().leastSquares("y", "x"),
                row(0L, Double.NaN, 2L, 0.0),
                row(0L, 2.0, 4L, 0.0)))
        .containsExactly(List.of(2L, Double.NaN, Double.NaN, Double.NaN));
  }

  /** y = 3 + 2 x - z without noise. */
  @Test
  void leastSquaresFindsWhatThereIs() throws Exception {
    List<List<Object>> rows =
        once(
            in -> in.groupBy().leastSquares("y", "x", "z"),
            row(0L, 1.0, 5L, 0.0),
            row(0L, 2.0, 4L, 3.0),
            row(0L, 4.0, 10L, 1.0),
            row(0L, 7.0, 12L, 5.0));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().getFirst()).isEqualTo(4L);
    double[] expected = {3, 2, -1, 1};
    for (int i = 0; i < 4; i++) {
      assertThat((Double) rows.getFirst().get(i + 1)).isCloseTo(expected[i], within(1e-13));
    }
  }

  @Test
  void leastSquaresWithNoiseAsByHand() throws Exception {
    List<List<Object>> rows =
        once(
            in -> in.groupBy().leastSquares("y", "x"),
            row(0L, 1.0, 1L, 0.0),
            row(0L, 2.0, 3L, 0.0),
            row(0L, 3.0, 2L, 0.0));
    assertThat((Double) rows.getFirst().get(1)).isCloseTo(1.0, within(1e-14));
    assertThat((Double) rows.getFirst().get(2)).isCloseTo(0.5, within(1e-14));
    assertThat((Double) rows.getFirst().get(3)).isCloseTo(0.25, within(1e-14));
  }

  @Test
  void whereThereIsNotOneSolutionThereIsNone() throws Exception {
    List<Object> none = Arrays.asList(3L, null, null, null, null);
    Object[][] dependent = {row(0L, 1.0, 1L, 2.0), row(0L, 2.0, 3L, 4.0), row(0L, 3.0, 3L, 6.0)};
    assertThat(once(in -> in.groupBy().leastSquares("y", "x", "z"), dependent))
        .containsExactly(none);
    Object[][] constant = {row(0L, 1.0, 1L, 0.1), row(0L, 2.0, 3L, 0.1), row(0L, 3.0, 3L, 0.1)};
    assertThat(once(in -> in.groupBy().leastSquares("y", "x", "z"), constant))
        .containsExactly(none);
    assertThat(
            once(
                in -> in.groupBy().leastSquares("y", "x", "z"),
                row(0L, 1.0, 1L, 2.0),
                row(0L, 2.0, 3L, -4.0)))
        .as("as many rows as features")
        .containsExactly(Arrays.asList(2L, null, null, null, null));
    assertThat(
            once(
                in -> in.groupBy().leastSquares("z", "x"),
                row(0L, 1.0, 1L, 5.0),
                row(0L, 2.0, 3L, 5.0)))
        .as("a target that does not vary")
        .containsExactly(Arrays.asList(2L, 5.0, 0.0, null));
  }

  @Test
  void overAllBatches() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().groupBy().running().covariance("x", "y"));
      run(query, row(0L, 1.0, 2L, 0.0), row(0L, 3.0, 4L, 0.0));
      assertThat(query.tick()).as("nothing has changed").isEmpty();
      assertThat(run(query, row(0L, 5.0, 0L, 0.0)))
          .containsExactly(List.of(3L, "x", 4.0, -2.0), List.of(3L, "y", -2.0, 4.0));
      assertThat(query.metrics().stateRows()).isEqualTo(1);
    }
  }

  @Test
  void overWindowsOfEventTime() throws Exception {
    try (QueryHarness query = harness()) {
      Stream result =
          query
              .input()
              .withWatermark("t", s(0))
              .groupBy(window("t", s(10), s(5)))
              .leastSquares("y", "x");
      assertThat(result.schema().getFields().stream().map(field -> field.getName()))
          .containsExactly("window_start", "window_end", "rows", "intercept", "x", "r2");
      query.start(result);
      run(query, row(1L, 1.0, 1L, 0.0), row(4L, 2.0, 3L, 0.0), row(6L, 4.0, 7L, 0.0));
      List<List<Object>> rows = run(query, row(14L, 5.0, 0L, 0.0));
      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().subList(1, 3)).containsExactly(rows.getFirst().get(1), 3L);
      assertThat((Double) rows.getFirst().get(3)).isCloseTo(-1, within(1e-14));
      assertThat((Double) rows.getFirst().get(4)).isCloseTo(2, within(1e-14));
      assertThat((Double) rows.getFirst().get(5)).isCloseTo(1, within(1e-14));
    }
  }

  @Test
  void overWindowsOfBatches() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().groupBy().window(s(2), s(1)).covariance("x", "y"));
      run(query, row(0L, 100.0, 100L, 0.0));
      run(query, row(0L, 1.0, 2L, 0.0), row(0L, 3.0, 4L, 0.0));
      assertThat(run(query, row(0L, 5.0, 0L, 0.0)))
          .containsExactly(List.of(3L, "x", 4.0, -2.0), List.of(3L, "y", -2.0, 4.0));
      query.tick();
      assertThat(query.tick()).isEmpty();
    }
  }

  @Test
  void otherAggregatesHaveWindowsOfBatchesToo() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().groupBy("y").window(s(2), s(1)).agg(sum("x")));
      run(query, row(0L, 1.0, 7L, 0.0));
      assertThat(run(query, row(0L, 2.0, 7L, 0.0))).containsExactly(List.of(7L, 3.0));
      assertThat(query.tick()).containsExactly(List.of(7L, 2.0));
    }
  }

  @Test
  void thePlanTellsWhatIsComputed() {
    try (QueryHarness query = harness()) {
      String plan = query.input().groupBy().leastSquares("x", "z").explain();
      assertThat(plan).contains("least squares of [x, z] each batch : (rows int64, intercept");
    }
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    try (QueryHarness query = harness()) {
      GroupedStream all = query.input().groupBy();
      refused(() -> all.covariance("x"), "at least two", "columns=[x]");
      refused(() -> all.leastSquares("x"), "at least two", "operation=least squares");
      refused(() -> all.correlation("x", "s"), "must be a number", "expression=s", "type=utf8");
      refused(() -> all.covariance("x", "yy"), "nearest=[y");
      refused(() -> all.covariance("x", "x"), "different names", "column=x");
      refused(
          () -> all.covariance(col("x").as("rows"), col("y")), "different names", "column=rows");
      refused(() -> query.input().groupBy("s").covariance("x", "y"), "no keys", "keys=[s]");
      refused(() -> all.running().window(s(2), s(1)), "one window");
      refused(() -> all.window(s(2), s(1)).running(), "one window");
    }
  }

  private static void refused(Runnable call, String... texts) {
    assertThatThrownBy(call::run).isInstanceOf(UserException.class).message().contains(texts);
  }
}
