package io.millrace.oracle;

import static io.millrace.Functions.col;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Agg;
import io.millrace.GroupedStream;
import io.millrace.OutputMode;
import io.millrace.Stream;
import io.millrace.expr.Expr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random keys and aggregates under every grouping in time, however the rows are cut. */
class GroupPropertyTest {
  private static final List<String> NAMES = List.of("i", "s", "d", "b");

  /** What is grouped by, and computed. */
  private record Query(List<Integer> keys, List<Aggregation> aggregations) {
    static Query of(Random random) {
      return of(random, Aggregation.ALL);
    }

    static Query of(Random random, List<Aggregation> from) {
      List<Integer> keys = new ArrayList<>();
      for (int column = 0; column < NAMES.size(); column++) {
        if (random.nextInt(3) == 0) {
          keys.add(column);
        }
      }
      List<Aggregation> aggregations = new ArrayList<>();
      for (Aggregation one : from) {
        if (random.nextInt(3) == 0) {
          aggregations.add(one);
        }
      }
      if (aggregations.isEmpty()) {
        aggregations.add(from.get(random.nextInt(from.size())));
      }
      return new Query(keys, aggregations);
    }

    Expr[] keyExprs() {
      return keys.stream().map(column -> col(NAMES.get(column))).toArray(Expr[]::new);
    }

    Agg[] aggs() {
      return aggregations.stream().map(Aggregation::agg).toArray(Agg[]::new);
    }

    Stream on(GroupedStream grouped) {
      return grouped.agg(aggs());
    }

    List<List<Object>> results(List<Object> prefix, List<Row> rows) {
      return Grouped.results(prefix, keys, aggregations, rows);
    }
  }

  private static List<Row> rows(List<List<Object>> rows) {
    return rows.stream().map(Row::new).toList();
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void eachBatchByItself(
      @ForAll long seed, @ForAll Cut cut, @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    Random random = new Random(seed);
    Query query = Query.of(random);
    List<List<List<Object>>> batches = Streams.of(random, cut);
    List<List<List<Object>>> results =
        Engine.run(stream -> query.on(stream.groupBy(query.keyExprs())), batches, random, workers);
    for (int i = 0; i < batches.size(); i++) {
      Same.inAnyOrder(
          "batch " + i + " of " + query,
          results.get(i),
          query.results(List.of(), rows(batches.get(i))));
    }
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void running(@ForAll long seed, @ForAll Cut cut, @ForAll OutputMode mode) throws Exception {
    Random random = new Random(seed);
    Query query = Query.of(random);
    List<List<List<Object>>> batches = Streams.of(random, cut);
    List<List<List<Object>>> results =
        Engine.run(
            stream -> query.on(stream.groupBy(query.keyExprs()).running(mode)), batches, random, 2);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      all.addAll(rows(batches.get(i)));
      List<List<Object>> expected = query.results(List.of(), all);
      if (mode == OutputMode.UPDATE) {
        Set<List<Object>> touched =
            new HashSet<>(Grouped.by(query.keys(), rows(batches.get(i))).keySet());
        expected.removeIf(row -> !touched.contains(row.subList(0, query.keys().size())));
      }
      Same.inAnyOrder("batch " + i + " of " + query, results.get(i), expected);
    }
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void windowsOfBatches(
      @ForAll long seed,
      @ForAll Cut cut,
      @ForAll boolean inverse,
      @ForAll @IntRange(min = 1, max = 7) int length,
      @ForAll @IntRange(min = 1, max = 4) int slide)
      throws Exception {
    Random random = new Random(seed);
    Duration lengthTime = Duration.ofSeconds(length);
    Duration slideTime = Duration.ofSeconds(slide);
    List<List<List<Object>>> batches = Streams.of(random, cut);
    List<List<List<Object>>> results =
        Engine.run(
            stream -> {
              Stream pairs = stream.select("s", "i");
              return inverse
                  ? pairs.reduceByKeyAndWindow(
                      (a, b) -> a.plus(b), (a, b) -> a.minus(b), lengthTime, slideTime)
                  : pairs.reduceByKeyAndWindow((a, b) -> a.plus(b), lengthTime, slideTime);
            },
            batches,
            random,
            2);
    Query sums =
        new Query(
            List.of(Input.S),
            Aggregation.ALL.stream().filter(one -> one.agg().name().equals("sum")).toList());
    for (int i = 0; i < batches.size(); i++) {
      if ((i + 1) % slide != 0) {
        assertThat(results.get(i)).as("not due").isNull();
        continue;
      }
      List<Row> inWindow = new ArrayList<>();
      for (int b = Math.max(0, i + 1 - length); b <= i; b++) {
        inWindow.addAll(rows(batches.get(b)));
      }
      Same.inAnyOrder("batch " + i, results.get(i), sums.results(List.of(), inWindow));
    }
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void windowsOfEventTime(
      @ForAll long seed,
      @ForAll Cut cut,
      @ForAll boolean exact,
      @ForAll @IntRange(min = 1, max = 12) int slide,
      @ForAll @IntRange(min = 0, max = 15) int more,
      @ForAll @IntRange(min = 0, max = 30) int lateness)
      throws Exception {
    Random random = new Random(seed);
    Query query = Query.of(random, exact ? Aggregation.EXACT : Aggregation.ALL);
    long length = (long) slide + more;
    EventTimeOracle oracle = new EventTimeOracle(length, slide, lateness);
    List<List<List<Object>>> batches = Streams.of(random, cut, 3_000);
    List<List<List<Object>>> results =
        Engine.run(
            stream ->
                query.on(
                    stream
                        .withWatermark("t", Duration.ofSeconds(lateness))
                        .groupBy(
                            window("t", Duration.ofSeconds(length), Duration.ofSeconds(slide)),
                            query.keyExprs())),
            batches,
            random,
            2);
    for (int i = 0; i < batches.size(); i++) {
      List<List<Object>> expected = new ArrayList<>();
      oracle
          .batch(rows(batches.get(i)))
          .forEach(
              (start, rows) ->
                  expected.addAll(query.results(List.of(start, start + length), rows)));
      Same.inAnyOrder("batch " + i + " of " + query, results.get(i), expected);
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void lateRowsComeOutAsTheyWentIn(
      @ForAll long seed, @ForAll Cut cut, @ForAll @IntRange(min = 0, max = 30) int lateness)
      throws Exception {
    Random random = new Random(seed);
    EventTimeOracle oracle = new EventTimeOracle(10, 4, lateness);
    List<List<List<Object>>> batches = Streams.of(random, cut, 3_000);
    List<List<List<Object>>> results =
        Engine.run(
            stream ->
                stream
                    .withWatermark("t", Duration.ofSeconds(lateness))
                    .groupBy(window("t", Duration.ofSeconds(10), Duration.ofSeconds(4)), "s")
                    .count()
                    .lateRows(),
            batches,
            random,
            1);
    for (int i = 0; i < batches.size(); i++) {
      oracle.late.clear();
      oracle.batch(rows(batches.get(i)));
      Same.inOrder("batch " + i, results.get(i), oracle.late.stream().map(Row::values).toList());
    }
  }
}
