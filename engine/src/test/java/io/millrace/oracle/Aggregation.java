package io.millrace.oracle;

import static io.millrace.Functions.approxCountDistinct;
import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.first;
import static io.millrace.Functions.last;
import static io.millrace.Functions.max;
import static io.millrace.Functions.mean;
import static io.millrace.Functions.min;
import static io.millrace.Functions.stddev;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.variance;

import io.millrace.Agg;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An aggregate, and the same in plain Java over a group's rows in the stream's order.
 *
 * @param agg for the engine
 * @param plain the oracle's; doubles are compared within rounding
 */
record Aggregation(Agg agg, Function<List<Row>, Object> plain) {
  @Override
  public String toString() {
    return agg.name();
  }

  static final List<Aggregation> ALL =
      List.of(
          new Aggregation(count().as("rows"), rows -> (long) rows.size()),
          new Aggregation(count(col("i")).as("count"), rows -> longs(rows).count()),
          new Aggregation(sum("i").as("sum"), rows -> longs(rows).reduce(Long::sum).orElse(null)),
          new Aggregation(
              min(col("s")).as("min"),
              rows -> texts(rows).min(Comparator.comparing(Aggregation::bytes)).orElse(null)),
          new Aggregation(
              max(col("d")).as("max"),
              rows -> doubles(rows).max(Aggregation::compare).orElse(null)),
          new Aggregation(
              mean(col("i")).as("mean"),
              rows -> rows.stream().allMatch(r -> r.get(0) == null) ? null : average(rows)),
          new Aggregation(variance(col("i")).as("variance"), Aggregation::spread),
          new Aggregation(
              stddev(col("i")).as("stddev"),
              rows -> spread(rows) == null ? null : (Object) Math.sqrt(spread(rows))),
          new Aggregation(
              first(col("s")).as("first"), rows -> texts(rows).findFirst().orElse(null)),
          new Aggregation(
              last(col("s")).as("last"), rows -> texts(rows).reduce((_, b) -> b).orElse(null)),
          new Aggregation(
              approxCountDistinct(col("s")).as("distinct"),
              rows -> (long) new HashSet<>(texts(rows).toList()).size()));

  /** Those that sliding windows are followed for: what leaves is subtracted. */
  static final List<Aggregation> EXACT = ALL.subList(0, 3);

  private static Stream<Long> longs(List<Row> rows) {
    return rows.stream().map(row -> (Long) row.get(Input.I)).filter(Objects::nonNull);
  }

  private static Stream<String> texts(List<Row> rows) {
    return rows.stream().map(row -> (String) row.get(Input.S)).filter(Objects::nonNull);
  }

  private static Stream<Double> doubles(List<Row> rows) {
    return rows.stream().map(row -> (Double) row.get(Input.D)).filter(Objects::nonNull);
  }

  /** Orders as UTF-8 does: the samples hold no character beyond Latin-1. */
  private static String bytes(String text) {
    return text;
  }

  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static double average(List<Row> rows) {
    return longs(rows).mapToLong(value -> value).average().orElseThrow();
  }

  private static Double spread(List<Row> rows) {
    List<Long> values = longs(rows).toList();
    if (values.size() < 2) {
      return null;
    }
    double mean = average(rows);
    double sum = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return sum / (values.size() - 1);
  }
}
