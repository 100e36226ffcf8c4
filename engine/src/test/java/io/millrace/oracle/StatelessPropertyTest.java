package io.millrace.oracle;

import static io.millrace.Functions.col;
import static io.millrace.Functions.split;

import io.millrace.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random chains of filters, computed columns, explodes and unions, however the rows are cut. */
class StatelessPropertyTest {
  private static final String EXPLODE = "explode";

  /** Each makes several rows of one: more of them on a long stream would not fit memory. */
  private static final int MOST_EXPLODES = 2;

  /** One step for the engine and for the oracle. */
  private record Step(
      String name,
      UnaryOperator<Stream> engine,
      Function<List<Object>, List<List<Object>>> oracle) {}

  private static Step step(Random random, int number) {
    return switch (random.nextInt(4)) {
      case 0 -> {
        Rule rule = pick(Rule.CONDITIONS, random);
        yield new Step(
            "filter " + rule,
            stream -> stream.filter(rule.expr()),
            row -> Boolean.TRUE.equals(rule.plain().apply(row)) ? List.of(row) : List.of());
      }
      case 1 -> {
        Rule rule = pick(Rule.LONGS, random);
        yield new Step(
            "with " + rule,
            stream -> stream.withColumn("x" + number, rule.expr()),
            row -> List.of(with(row, rule.plain().apply(row))));
      }
      case 2 ->
          new Step(
              EXPLODE,
              stream -> stream.explode("w" + number, split(col("s"))),
              StatelessPropertyTest::words);
      default ->
          new Step(
              "replace i",
              stream -> stream.withColumn("i", col("i").plus(1L)),
              row -> List.of(replaced(row)));
    };
  }

  private static long explodes(List<Step> steps) {
    return steps.stream().filter(step -> step.name().equals(EXPLODE)).count();
  }

  static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static List<Object> with(List<Object> row, Object value) {
    List<Object> wider = new ArrayList<>(row);
    wider.add(value);
    return wider;
  }

  private static List<Object> replaced(List<Object> row) {
    List<Object> other = new ArrayList<>(row);
    other.set(Input.I, row.get(Input.I) == null ? null : (Long) row.get(Input.I) + 1);
    return other;
  }

  private static List<List<Object>> words(List<Object> row) {
    List<List<Object>> words = new ArrayList<>();
    if (row.get(Input.S) != null) {
      for (String word : ((String) row.get(Input.S)).split(" ")) {
        if (!word.isEmpty()) {
          words.add(with(row, word));
        }
      }
    }
    return words;
  }

  private static List<List<Object>> apply(List<Step> steps, List<List<Object>> rows) {
    List<List<Object>> current = rows;
    for (Step step : steps) {
      List<List<Object>> next = new ArrayList<>();
      current.forEach(row -> next.addAll(step.oracle().apply(row)));
      current = next;
    }
    return current;
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void chainsGiveTheOraclesRowsInTheirOrder(
      @ForAll long seed, @ForAll Cut cut, @ForAll @IntRange(min = 1, max = 3) int workers)
      throws Exception {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Step step = step(random, i);
      if (!step.name().equals(EXPLODE) || explodes(steps) < MOST_EXPLODES) {
        steps.add(step);
      }
    }
    List<List<List<Object>>> batches = Streams.of(random, cut);
    List<List<List<Object>>> results =
        Engine.run(
            stream -> {
              Stream out = stream;
              for (Step step : steps) {
                out = step.engine().apply(out);
              }
              return out;
            },
            batches,
            random,
            workers);
    for (int i = 0; i < batches.size(); i++) {
      Same.inOrder("batch " + i + " of " + steps, results.get(i), apply(steps, batches.get(i)));
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void aUnionHasTheRowsOfBothSides(@ForAll long seed, @ForAll Cut cut) throws Exception {
    Random random = new Random(seed);
    Step left = step(random, 0);
    Rule first = pick(Rule.CONDITIONS, random);
    Rule second = pick(Rule.CONDITIONS, random);
    List<List<List<Object>>> batches = Streams.of(random, cut, 5_000);
    List<List<List<Object>>> results =
        Engine.run(
            stream -> {
              Stream one = left.engine().apply(stream);
              return one.filter(first.expr()).union(one.filter(second.expr())).union(one);
            },
            batches,
            random,
            2);
    for (int i = 0; i < batches.size(); i++) {
      List<List<Object>> expected = new ArrayList<>();
      for (List<Object> row : apply(List.of(left), batches.get(i))) {
        expected.add(row);
        if (Boolean.TRUE.equals(first.plain().apply(row))) {
          expected.add(row);
        }
        if (Boolean.TRUE.equals(second.plain().apply(row))) {
          expected.add(row);
        }
      }
      Same.inAnyOrder("batch " + i + " of " + left.name(), results.get(i), expected);
    }
  }
}
