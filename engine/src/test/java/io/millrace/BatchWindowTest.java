package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.greatest;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.QueryHarness;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of the last few batches, by hand; the interval is one second. */
class BatchWindowTest {
  private static QueryHarness harness() {
    return new QueryHarness(DataType.UTF8.field("k"), DataType.INT64.field("v"));
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static List<List<Object>> run(QueryHarness query, String keys, long... values)
      throws Exception {
    return query.run(
        TestColumn.of(DataType.UTF8, Arrays.asList((Object[]) keys.split(""))),
        TestColumn.of(DataType.INT64, Arrays.stream(values).boxed().toList()));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void rowsOfTheLastBatchesInTheirOrder() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().window(s(3), s(2)));
      assertThat(run(query, "a", 1)).as("not due").isNull();
      assertThat(run(query, "bc", 2, 3)).containsExactly(row("a", 1L), row("b", 2L), row("c", 3L));
      assertThat(query.metrics().stateRows()).isEqualTo(3);
      assertThat(query.tick()).isNull();
      assertThat(run(query, "d", 4)).containsExactly(row("b", 2L), row("c", 3L), row("d", 4L));
      query.tick();
      assertThat(query.tick()).containsExactly(row("d", 4L));
      query.tick();
      assertThat(query.tick()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sumsByKeyMergedAnewOrFollowed(boolean inverse) throws Exception {
    try (QueryHarness query = harness()) {
      Stream input = query.input();
      query.start(
          inverse
              ? input.reduceByKeyAndWindow((a, b) -> a.plus(b), (a, b) -> a.minus(b), s(3), s(1))
              : input.reduceByKeyAndWindow((a, b) -> a.plus(b), s(3), s(1)));
      assertThat(run(query, "ab", 1, 10)).containsExactlyInAnyOrder(row("a", 1L), row("b", 10L));
      assertThat(run(query, "a", 2)).containsExactlyInAnyOrder(row("a", 3L), row("b", 10L));
      assertThat(run(query, "cc", 5, 5))
          .containsExactlyInAnyOrder(row("a", 3L), row("b", 10L), row("c", 10L));
      assertThat(query.tick()).containsExactlyInAnyOrder(row("a", 2L), row("c", 10L));
      assertThat(query.tick()).as("b and a have left").containsExactly(row("c", 10L));
      assertThat(query.tick()).isEmpty();
      assertThat(query.metrics().stateRows()).isZero();
    }
  }

  @Test
  void extremesHaveNoInverseAndAreMergedAnew() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().reduceByKeyAndWindow((a, b) -> greatest(a, b), s(2), s(1)));
      assertThat(run(query, "aa", 7, 3)).containsExactly(row("a", 7L));
      assertThat(run(query, "a", 5)).containsExactly(row("a", 7L));
      assertThat(query.tick()).containsExactly(row("a", 5L));
      assertThat(query.tick()).isEmpty();
    }
  }

  @Test
  void aCountOfNothingIsZero() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().countByWindow(s(4), s(2)));
      query.tick();
      assertThat(query.tick()).containsExactly(row(0L));
      run(query, "abc", 1, 2, 3);
      assertThat(run(query, "a", 1)).containsExactly(row(4L));
      query.tick();
      assertThat(query.tick()).containsExactly(row(4L));
      query.tick();
      assertThat(query.tick()).containsExactly(row(0L));
    }
  }

  @Test
  void countsByValue() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().select("k").countByValueAndWindow(s(2), s(1)));
      assertThat(run(query, "aba", 1, 2, 3)).containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
      assertThat(run(query, "b", 4)).containsExactlyInAnyOrder(row("a", 2L), row("b", 2L));
      assertThat(query.tick()).containsExactly(row("b", 1L));
    }
  }

  @Test
  void aReducedWindowWithoutRowsHasNoResult() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().select("v").reduceByWindow((a, b) -> a.plus(b), s(2), s(1)));
      assertThat(query.tick()).isEmpty();
      assertThat(run(query, "ab", 4, 5)).containsExactly(row(9L));
      assertThat(query.tick()).containsExactly(row(9L));
      assertThat(query.tick()).isEmpty();
    }
  }

  /** The outer window counts in results of the inner one, which come every second batch. */
  @Test
  void aWindowOverAWindow() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query.input().reduceByKeyAndWindow((a, b) -> a.plus(b), s(2), s(2)).window(s(4), s(4)));
      assertThat(run(query, "a", 1)).isNull();
      assertThat(run(query, "a", 2)).isNull();
      assertThat(run(query, "b", 4)).isNull();
      assertThat(run(query, "a", 8))
          .containsExactlyInAnyOrder(row("a", 3L), row("b", 4L), row("a", 8L));
    }
  }

  @Test
  void aWindowedSumOfWindowedSums() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .select("v")
              .reduceByWindow((a, b) -> a.plus(b), s(2), s(2))
              .reduceByWindow((a, b) -> greatest(a, b), s(4), s(2)));
      run(query, "a", 1);
      assertThat(run(query, "a", 2)).containsExactly(row(3L));
      run(query, "b", 40);
      assertThat(run(query, "a", 8)).containsExactly(row(48L));
      query.tick();
      assertThat(query.tick()).containsExactly(row(48L));
      query.tick();
      assertThat(query.tick()).isEmpty();
    }
  }

  @Test
  void groupsOverWindowsOfRows() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(query.input().window(s(2), s(1)).groupBy("k").agg(count()));
      assertThat(run(query, "aab", 1, 2, 3)).containsExactlyInAnyOrder(row("a", 2L), row("b", 1L));
      assertThat(run(query, "a", 4)).containsExactlyInAnyOrder(row("a", 3L), row("b", 1L));
      assertThat(query.tick()).containsExactly(row("a", 1L));
    }
  }

  @Test
  void aSlideLongerThanTheWindowLeavesBatchesOut() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .reduceByKeyAndWindow((a, b) -> a.plus(b), (a, b) -> a.minus(b), s(1), s(3)));
      run(query, "a", 1);
      run(query, "a", 2);
      assertThat(run(query, "a", 4)).containsExactly(row("a", 4L));
      query.tick();
      query.tick();
      assertThat(query.tick()).isEmpty();
    }
  }

  @Test
  void runningGroupsGiveWhatChangedOrAll() throws Exception {
    try (QueryHarness update = harness();
        QueryHarness complete = harness()) {
      update.start(update.input().groupBy("k").running().agg(count(), Functions.sum("v")));
      complete.start(complete.input().groupBy("k").running(OutputMode.COMPLETE).count());
      assertThat(run(update, "ab", 1, 2))
          .containsExactlyInAnyOrder(row("a", 1L, 1L), row("b", 1L, 2L));
      assertThat(run(update, "bb", 3, 4)).containsExactly(row("b", 3L, 9L));
      assertThat(update.tick()).isEmpty();
      assertThat(run(update, "ca", 5, 6))
          .containsExactlyInAnyOrder(row("a", 2L, 7L), row("c", 1L, 5L));
      assertThat(update.metrics().stateRows()).isEqualTo(3);
      assertThat(update.metrics().stateBytes()).isPositive();

      run(complete, "ab", 1, 2);
      assertThat(run(complete, "b", 3)).containsExactlyInAnyOrder(row("a", 1L), row("b", 2L));
      assertThat(complete.tick()).containsExactlyInAnyOrder(row("a", 1L), row("b", 2L));
    }
  }

  @Test
  void filteredGroupsOfAWindow() throws Exception {
    try (QueryHarness query = harness()) {
      query.start(
          query
              .input()
              .reduceByKeyAndWindow((a, b) -> a.plus(b), s(2), s(1))
              .filter(col("v").gt(3L)));
      assertThat(run(query, "ab", 1, 4)).containsExactly(row("b", 4L));
      assertThat(run(query, "a", 3)).containsExactlyInAnyOrder(row("a", 4L), row("b", 4L));
    }
  }
}
