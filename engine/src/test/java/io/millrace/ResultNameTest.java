package io.millrace;

import static io.millrace.Functions.approxCountDistinct;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.concat;
import static io.millrace.Functions.count;
import static io.millrace.Functions.dateTrunc;
import static io.millrace.Functions.greatest;
import static io.millrace.Functions.length;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.mean;
import static io.millrace.Functions.not;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.year;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.expr.Expr;
import io.millrace.harness.Expressions;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.source.QueueSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What columns are called to which the program gives no name. */
class ResultNameTest {
  static List<Arguments> expressions() {
    return List.of(
        Arguments.of(col("i").plus(1).multiply(col("i")), "((i + 1) * i)"),
        Arguments.of(col("i").divide(2), "(i / 2)"),
        Arguments.of(greatest(col("i"), 3), "greatest(i, 3)"),
        Arguments.of(col("i").negate(), "negate(i)"),
        Arguments.of(col("i").geq(1).and(not(col("b"))), "((i >= 1) and not b)"),
        Arguments.of(col("i").isNotNull(), "not i is null"),
        Arguments.of(coalesce(col("tiny"), col("i"), 5), "coalesce(tiny, i, 5)"),
        Arguments.of(
            caseWhen(col("b"), "x").otherwise(col("s")), "case when b then 'x' else s end"),
        Arguments.of(col("i").isin(1, null), "i in (1, null)"),
        Arguments.of(col("i").cast(DataType.UTF8), "cast(i as utf8)"),
        Arguments.of(concat(col("s"), "!").substr(1, 2), "substring(concat(s, '!'), 1, 2)"),
        Arguments.of(length(col("bytes")), "length(bytes)"),
        Arguments.of(col("s").contains("a"), "contains(s, 'a')"),
        Arguments.of(split(col("s"), ",", 1), "split(s, ',', 1)"),
        Arguments.of(split(col("s"), null, 1), "split(s, 1)"),
        Arguments.of(year(col("ts")), "year(ts)"),
        Arguments.of(dateTrunc(DatePart.DAY, col("ts")), "truncate(DAY, ts)"),
        Arguments.of(col("ts").plus(Duration.ofSeconds(1)), "(ts + PT1S)"),
        Arguments.of(lit(new byte[] {1, 15}), "x'010f'"));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void anExpressionIsNamedAsItIsWritten(Expr expression, String name) {
    assertThat(names(stream -> stream.select(expression))).containsExactly(name);
  }

  @Test
  void anAggregateIsNamedAfterItsInput() {
    assertThat(
            names(
                stream ->
                    stream
                        .groupBy(col("i").mod(2))
                        .agg(
                            count(),
                            count(col("s")),
                            sum("i"),
                            sum(col("i").plus(1)),
                            sum(col("i").plus(2)),
                            mean(col("d").as("named")),
                            approxCountDistinct(col("s")),
                            sum("d").as("total"))))
        .containsExactly(
            "(i % 2)",
            "count",
            "count(s)",
            "sum(i)",
            "sum((i + 1))",
            "sum((i + 2))",
            "mean(d)",
            "approx_count_distinct(s)",
            "total");
  }

  @Test
  void columnsMayBeNamedInPlaceOfExpressions() {
    assertThat(
            names(
                stream ->
                    stream
                        .groupBy()
                        .agg(
                            count("s"),
                            Functions.min("i"),
                            Functions.max("i"),
                            mean("i"),
                            Functions.avg(col("d")),
                            Functions.variance("i"),
                            Functions.stddev("i"),
                            Functions.first("s"),
                            Functions.last("s"),
                            approxCountDistinct("s"))))
        .containsExactly(
            "count(s)",
            "min(i)",
            "max(i)",
            "mean(i)",
            "mean(d)",
            "variance(i)",
            "stddev(i)",
            "first(s)",
            "last(s)",
            "approx_count_distinct(s)");
  }

  /** What comes after a grouping finds its columns by these names. */
  @Test
  void aResultOfAnExpressionIsFoundByItsName() {
    assertThat(
            names(
                stream ->
                    stream
                        .groupBy("s")
                        .agg(sum(col("i").plus(1)), sum(col("i").plus(2)))
                        .select("sum((i + 2))")))
        .containsExactly("sum((i + 2))");
  }

  @Test
  void messagesSayExpressionsAsTheyAreWritten() {
    assertThat(catchThrowable(() -> names(s -> s.flatMap(Functions.upper(col("s"))))))
        .hasMessageContaining("expression=upper(s).");
    assertThat(
            catchThrowable(
                () -> names(s -> s.select("i", "d").reduceByKey((a, b) -> a.multiply(b)))))
        .hasMessageContaining("reducer=(a * b).");
  }

  private static List<String> names(Function<Stream, Stream> line) {
    try (StreamingContext context = StreamingContext.of(Duration.ofSeconds(1))) {
      Stream stream = context.queue(new QueueSource(Expressions.schema()));
      return line.apply(stream).schema().getFields().stream().map(Field::getName).toList();
    }
  }
}
