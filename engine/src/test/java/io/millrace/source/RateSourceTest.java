package io.millrace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.source.rate.KeyDistribution;
import io.millrace.source.rate.RateColumns;
import io.millrace.time.Clock;
import io.millrace.time.ManualClock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateSourceTest {
  private static final long START = 1_700_000_000_000L;

  private final ManualClock clock = new ManualClock(START);
  private final BufferAllocator root = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    root.close();
  }

  private RateSource open(RateSource.Builder builder) {
    return open(builder, root, clock);
  }

  private static RateSource open(
      RateSource.Builder builder, BufferAllocator allocator, Clock clock) {
    RateSource source = builder.build();
    source.open(new SourceContext(allocator, clock));
    return source;
  }

  private static RateSource.Builder everyColumn() {
    return RateSource.builder()
        .column("n", RateColumns.sequence())
        .column("time", RateColumns.timestamp(2_000))
        .column("key", RateColumns.longKey(KeyDistribution.uniform(17)))
        .column("word", RateColumns.textKey("w", KeyDistribution.zipf(1_000, 1.0)))
        .column("long", RateColumns.textKey("größe-", KeyDistribution.uniform(10_000_000_000L)))
        .column("amount", RateColumns.longs(-5, 5))
        .column("price", RateColumns.doubles(1, 2));
  }

  private static List<List<Object>> rows(Polled polled) {
    try (polled) {
      List<List<Object>> rows = new ArrayList<>();
      polled.batches().forEach(batch -> rows.addAll(ColumnValues.rows(batch)));
      return rows;
    }
  }

  private static Limit rows(long rows) {
    return new Limit(rows, Long.MAX_VALUE);
  }

  @Test
  void rowsBecomeDueWithTheClock() {
    RateSource source =
        open(RateSource.builder().rowsPerSecond(10).column("n", RateColumns.sequence()));
    assertThat(rows(source.poll(Limit.NONE))).isEmpty();
    clock.advance(250);
    assertThat(rows(source.poll(Limit.NONE))).containsExactly(List.of(0L), List.of(1L));
    clock.advance(100);
    Polled third = source.poll(Limit.NONE);
    assertThat(third.from().text()).isEqualTo("rows=2");
    assertThat(third.to().text()).isEqualTo("rows=3");
    assertThat(third.more()).isFalse();
    assertThat(rows(third)).containsExactly(List.of(2L));
  }

  @Test
  void afterASlowBatchItCatchesUpUnderTheLimit() {
    RateSource source =
        open(RateSource.builder().rowsPerSecond(10).column("n", RateColumns.sequence()));
    clock.advance(1_000);
    Polled first = source.poll(rows(4));
    assertThat(first.more()).isTrue();
    assertThat(rows(first)).hasSize(4);
    assertThat(rows(source.poll(rows(4)))).hasSize(4);
    Polled last = source.poll(rows(4));
    assertThat(last.more()).isFalse();
    assertThat(rows(last)).containsExactly(List.of(8L), List.of(9L));
  }

  @Test
  void withoutARateTheLimitDecides() {
    RateSource source =
        open(RateSource.builder().rowsInAll(10).column("n", RateColumns.sequence()));
    assertThat(rows(source.poll(rows(6)))).hasSize(6);
    assertThat(rows(source.poll(new Limit(100, 16)))).hasSize(2);
    assertThat(rows(source.poll(new Limit(100, 1)))).hasSize(1);
    Polled last = source.poll(Limit.NONE);
    assertThat(last.more()).isFalse();
    assertThat(rows(last)).hasSize(1);
    assertThat(rows(source.poll(Limit.NONE))).isEmpty();
  }

  @Property(tries = 50)
  void aRowIsTheSameHoweverTheStreamIsCut(@ForAll @IntRange(min = 1, max = 700) int cut) {
    try (BufferAllocator allocator = new RootAllocator();
        RateSource whole = open(everyColumn(), allocator, new ManualClock(START));
        RateSource parts = open(everyColumn(), allocator, new ManualClock(START))) {
      List<List<Object>> expected = rows(whole.poll(rows(3_000)));
      List<List<Object>> found = new ArrayList<>();
      while (found.size() < 3_000) {
        found.addAll(rows(parts.poll(rows(Math.min(cut, 3_000 - found.size())))));
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void anotherSeedGivesOtherRows() {
    RateSource one = open(everyColumn().seed(1));
    RateSource two = open(everyColumn().seed(2));
    assertThat(rows(one.poll(rows(100)))).isNotEqualTo(rows(two.poll(rows(100))));
  }

  @Test
  void columnsOfOneKindDiffer() {
    RateSource source =
        open(
            RateSource.builder()
                .column("a", RateColumns.longs(0, Long.MAX_VALUE))
                .column("b", RateColumns.longs(0, Long.MAX_VALUE)));
    assertThat(rows(source.poll(rows(1_000))))
        .allSatisfy(row -> assertThat(row.get(0)).isNotEqualTo(row.get(1)));
  }

  @Test
  void valuesLieInTheirRanges() {
    RateSource source = open(everyColumn());
    for (List<Object> row : rows(source.poll(rows(20_000)))) {
      assertThat((Long) row.get(2)).isBetween(0L, 16L);
      assertThat((String) row.get(3)).matches("w\\d{3}");
      assertThat((String) row.get(4)).matches("größe-\\d{10}");
      assertThat((Long) row.get(5)).isBetween(-5L, 4L);
      assertThat((Double) row.get(6)).isGreaterThanOrEqualTo(1).isLessThan(2);
    }
  }

  @Test
  void eventTimeFollowsTheRateAndStaysWithinTheDisorder() {
    RateSource source = open(everyColumn().eventsPerSecond(7));
    for (List<Object> row : rows(source.poll(rows(5_000)))) {
      long due = START * 1_000 + (long) row.get(0) * 1_000_000 / 7;
      Instant time = ((ZonedDateTime) row.get(1)).toInstant();
      long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
      assertThat(micros).isBetween(due - 2_000_000, due);
    }
  }

  @Test
  void eventTimeWithoutDisorderIsExactFromAnyRow() {
    RateSource source =
        open(
            RateSource.builder()
                .eventsPerSecond(3)
                .startMillis(0)
                .column("t", RateColumns.timestamp()));
    source.poll(rows(4_999)).close();
    List<List<Object>> rows = rows(source.poll(rows(3)));
    assertThat(rows.stream().map(row -> ((ZonedDateTime) row.getFirst()).toInstant().toString()))
        .containsExactly(
            "1970-01-01T00:27:46.333333Z", "1970-01-01T00:27:46.666666Z", "1970-01-01T00:27:47Z");
  }

  @Test
  void anotherRunGoesOnWithTheNextRowWhichIsDueNow() {
    RateSource source =
        open(
            RateSource.builder()
                .rowsPerSecond(10)
                .column("t", RateColumns.timestamp())
                .column("n", RateColumns.longs(0, 1_000_000)));
    source.seek(Offset.ofRows(35));
    assertThat(source.poll(Limit.NONE).rows()).isZero();
    clock.advance(200);
    List<List<Object>> rows = rows(source.poll(Limit.NONE));
    RateSource whole =
        open(
            RateSource.builder()
                .column("t", RateColumns.timestamp())
                .column("n", RateColumns.longs(0, 1_000_000)));
    List<List<Object>> all = rows(whole.poll(rows(37)));
    assertThat(rows.stream().map(List::getLast))
        .isEqualTo(all.subList(35, 37).stream().map(List::getLast).toList());
    assertThat(((ZonedDateTime) rows.getFirst().getFirst()).toInstant())
        .isEqualTo(Instant.ofEpochMilli(START));
    assertThatThrownBy(() -> whole.seek(new Offset("row 5")))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("source=rate(unlimited)", "offset=row 5", "rows=1200");
  }

  @Test
  void zipfKeysComeAsOftenAsZipfSays() {
    int keys = 50;
    int drawn = 200_000;
    RateSource source =
        open(
            RateSource.builder().column("k", RateColumns.longKey(KeyDistribution.zipf(keys, 1.2))));
    long[] counts = new long[keys];
    rows(source.poll(rows(drawn))).forEach(row -> counts[((Long) row.getFirst()).intValue()]++);
    double sum = 0;
    for (int k = 1; k <= keys; k++) {
      sum += Math.pow(k, -1.2);
    }
    for (int k = 0; k < keys; k++) {
      double p = Math.pow(k + 1.0, -1.2) / sum;
      double deviation = Math.sqrt(drawn * p * (1 - p));
      assertThat((double) counts[k])
          .isBetween(drawn * p - 5 * deviation, drawn * p + 5 * deviation);
    }
  }

  @Test
  void uniformKeysComeEquallyOften() {
    RateSource source =
        open(RateSource.builder().column("k", RateColumns.longKey(KeyDistribution.uniform(10))));
    long[] counts = new long[10];
    rows(source.poll(rows(100_000))).forEach(row -> counts[((Long) row.getFirst()).intValue()]++);
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(9_500L, 10_500L));
  }

  @Test
  void withoutMemoryNothingStaysAllocated() {
    try (BufferAllocator small = root.newChildAllocator("source", 0, 100_000);
        RateSource source = everyColumn().build()) {
      source.open(new SourceContext(small, clock));
      assertThatThrownBy(() -> source.poll(rows(2_000))).isInstanceOf(OutOfMemoryException.class);
      assertThat(small.getAllocatedMemory()).isZero();
      assertThat(rows(source.poll(rows(10)))).hasSize(10);
    }
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    assertThatThrownBy(() -> RateSource.builder().build()).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> RateSource.builder().rowsPerSecond(-1))
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> RateColumns.longs(3, 3)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> RateColumns.doubles(0, Double.NaN)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> RateColumns.timestamp(-1)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> KeyDistribution.uniform(0)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> KeyDistribution.zipf(10, Double.NaN))
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> RateColumns.textKey("too long a prefix", KeyDistribution.uniform(1)))
        .isInstanceOf(UserException.class);
    RateSource.Builder builder = RateSource.builder().column("n", RateColumns.sequence());
    assertThatThrownBy(() -> builder.column("n", RateColumns.sequence()))
        .isInstanceOf(UserException.class);
  }
}
