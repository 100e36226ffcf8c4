package io.millrace;

import static io.millrace.Functions.call;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.concat;
import static io.millrace.Functions.dateTrunc;
import static io.millrace.Functions.floorDiv;
import static io.millrace.Functions.length;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.lower;
import static io.millrace.Functions.not;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sqrt;
import static io.millrace.Functions.substring;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;
import static io.millrace.Functions.year;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.harness.Expressions;
import io.millrace.harness.Lies;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.source.QueueSource;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What has no meaning is refused in the line that says it: the rule, the values, what to do. */
class RefusalTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Arguments of(Function<Stream, Object> line, String... parts) {
    return Arguments.of(line, List.of(parts));
  }

  private static Arguments expression(Expr expression, String... parts) {
    return of(stream -> stream.select(expression), parts);
  }

  static java.util.stream.Stream<Arguments> names() {
    return java.util.stream.Stream.of(
        expression(
            col("tinny"),
            "A column must exist",
            "column=tinny",
            "nearest=[tiny, utiny",
            "columns=["),
        of(
            s -> s.select(col("i"), col("i")).filter(col("i").gt(1)),
            "without ambiguity",
            "column=i",
            "as(...)"),
        of(_ -> col(null), "column=null"),
        of(s -> s.withColumn(null, 1), "column=null"),
        of(_ -> sum("i").as(null), "column=null"),
        of(s -> s.groupBy("nope").count(), "column=nope"),
        of(s -> s.withWatermark("nope", SECOND), "column=nope"),
        of(s -> s.select(new Expr[0]), "columns=0"),
        of(s -> s.groupBy().agg(), "keys=0, aggregates=0"));
  }

  static java.util.stream.Stream<Arguments> types() {
    return java.util.stream.Stream.of(
        expression(col("i").plus("x"), "operation=+", "left=int64", "right=utf8", "Cast"),
        expression(col("i").plus(col("u")), "left=int64", "right=uint64", "uint64 side"),
        expression(floorDiv(col("d"), 2), "operation=div", "left=float64"),
        expression(col("s").equalTo(1), "operation==", "left=utf8", "right=int64"),
        expression(col("tz").lt(col("ts")), "left=timestamp[us, Europe/Berlin]"),
        expression(coalesce(col("i"), col("s")), "operation=coalesce"),
        expression(caseWhen(col("b"), 1).otherwise("x"), "operation=caseWhen"),
        expression(col("i").isin("x"), "operation=in", "right=utf8"),
        expression(sqrt(col("s")), "must be a number", "operation=sqrt", "type=utf8"),
        expression(col("s").divide(2), "must be a number"),
        expression(lower(col("i")), "must be text", "expression=i", "type=int64"),
        expression(length(col("i")), "must be text"),
        expression(concat(col("s"), col("bytes")), "must be text", "type=binary"),
        expression(col("s").contains(5), "must be text"),
        expression(year(col("s")), "must be a date or timestamp", "operation=year"),
        expression(dateTrunc(DatePart.DAY_OF_WEEK, col("ts")), "unit=DAY_OF_WEEK"),
        expression(col("bytes").cast(DataType.INT64), "from=binary", "to=int64"),
        expression(col("ts").cast(DataType.BOOL), "from=timestamp[s]", "to=bool"),
        expression(col("ts").gt("soon"), "ISO-8601", "value=soon", "type=timestamp[s]"),
        of(s -> s.filter(col("i")), "must be boolean", "operation=filter", "type=int64"),
        expression(not(col("i")), "must be boolean", "operation=not"),
        expression(col("b").and(col("i")), "must be boolean", "operation=and"));
  }

  static java.util.stream.Stream<Arguments> constants() {
    return java.util.stream.Stream.of(
        expression(lit(null), "needs a type", "cast(type)"),
        expression(lit(null).plus(lit(null)), "null literal", "operation=+"),
        expression(lit(null).isNull(), "operation=isNull"),
        expression(caseWhen(col("b"), null), "operation=caseWhen"),
        of(s -> s.groupBy(lit(null)).count(), "A key must have a type"),
        expression(lit(new StringBuilder[0]), "class=[Ljava.lang.StringBuilder;"),
        expression(lit(BigInteger.TWO.pow(64)), "fit 64 bits", "value=18446744073709551616"),
        expression(lit(BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE)), "fit 64 bits"),
        expression(substring(col("s"), 1, -1), "length=-1"),
        expression(split(col("s"), "", 0), "separator must not be empty"));
  }

  static java.util.stream.Stream<Arguments> operators() {
    return java.util.stream.Stream.of(
        expression(split(col("s")), "operation=split", "flatMap"),
        of(s -> s.filter(split(col("s")).equalTo("x")), "operation=split"),
        of(s -> s.flatMap(col("s")), "flatMap takes split", "expression="),
        of(s -> s.flatMap(split(col("i"))), "Only text can be split", "type=int64"),
        of(s -> s.groupBy("i").agg(sum("s")), "aggregate=sum(s)", "type=utf8", "Cast"),
        of(s -> s.groupBy("i").agg(Functions.avg("ts")), "aggregate=mean(ts)"),
        of(s -> s.select("s").reduce((a, b) -> a.plus(b)), "aggregate=s", "type=utf8"),
        of(
            s -> s.select("i", "d").reduceByKey((a, b) -> a.multiply(b)),
            "A reducer must be",
            "reducer="),
        of(s -> s.select("i", "d").reduceByKey((a, b) -> a.plus(a)), "A reducer must be"),
        of(
            s -> s.select("i").reduceByKey((a, b) -> a),
            "key column and at least one more",
            "withColumn"),
        of(
            s ->
                s.select("i", "d")
                    .reduceByKeyAndWindow((a, b) -> a.plus(b), (a, b) -> b, SECOND, SECOND),
            "Only a sum has an inverse",
            "inverse="),
        of(
            s ->
                s.select("i", "d")
                    .reduceByKeyAndWindow(Functions::least, (a, b) -> a.minus(b), SECOND, SECOND),
            "Only a sum has an inverse"),
        of(s -> s.union(s.select("i")), "same types in the same order", "first=[", "other=[int64]"),
        of(
            s -> s.union(s.window(SECOND.multipliedBy(2), SECOND.multipliedBy(2))),
            "must slide together",
            "first=1 batches",
            "other=2 batches"));
  }

  static java.util.stream.Stream<Arguments> windows() {
    return java.util.stream.Stream.of(
        of(s -> s.window(Duration.ofMillis(1_500), SECOND), "length=PT1.5S", "batchInterval=PT1S"),
        of(s -> s.window(SECOND, Duration.ZERO), "slide=PT0S"),
        of(s -> s.countByWindow(SECOND.negated(), SECOND), "length=PT-1S"),
        of(s -> s.window(SECOND.plusNanos(1), SECOND), "length=PT1.000000001S"),
        of(s -> s.window(Duration.ofDays(100_000), SECOND), "length="),
        of(
            s ->
                s.window(SECOND.multipliedBy(2), SECOND.multipliedBy(2))
                    .countByWindow(SECOND.multipliedBy(3), SECOND.multipliedBy(2)),
            "multiple of that one's slide",
            "length=3 batches",
            "stream's slide=2 batches"),
        of(
            s -> s.groupBy(window("ts", SECOND), "i"),
            "needs a watermark",
            "column=ts",
            "withWatermark"),
        of(s -> s.withWatermark("tms", SECOND).groupBy(window("ts", SECOND)), "needs a watermark"),
        of(
            s ->
                s.withWatermark("tz", SECOND)
                    .withColumn("t2", dateTrunc(DatePart.DAY, col("tz")))
                    .groupBy(window("t2", SECOND)),
            "needs a watermark",
            "column=t2"),
        of(s -> s.withWatermark("i", SECOND), "must be a timestamp", "type=int64"),
        of(s -> s.withWatermark("ts", SECOND.negated()), "lateness=PT-1S"),
        of(
            s -> s.withWatermark("ts", Duration.ofMillis(5)),
            "whole number of the event time's",
            "lateness=PT0.005S",
            "type=timestamp[s]"),
        of(
            s -> s.withWatermark("ts", SECOND).groupBy(window("ts", Duration.ofMillis(500))),
            "length=PT0.5S"),
        of(_ -> window("ts", Duration.ZERO), "must be positive", "length=PT0S"),
        of(_ -> window("ts", SECOND, SECOND.multipliedBy(2)), "slide no longer than", "slide=PT2S"),
        of(
            s -> s.withWatermark("ts", SECOND).groupBy(window("ts", SECOND)).running(),
            "operation=running",
            "grouping=EventTime"),
        of(s -> s.groupBy("i").count().lateRows(), "operation=lateRows", "groupBy(window(...))"));
  }

  @ParameterizedTest
  @MethodSource({"names", "types", "constants", "operators", "windows"})
  void theMessageSaysRuleValuesAndCure(Function<Stream, Object> line, List<String> parts) {
    try (StreamingContext context = StreamingContext.of(SECOND)) {
      Stream stream = context.queue(new QueueSource(Expressions.schema()));
      Throwable refused = catchThrowable(() -> line.apply(stream));
      assertThat(refused).isInstanceOf(UserException.class);
      assertThat(refused.getMessage())
          .contains(parts)
          .as("a rule, then name=value, in sentences")
          .matches("(?s)[A-Za-z].*: .*=.*\\.");
    }
  }

  @Test
  void aColumnOfAnotherArrowTypeIsRefusedByName() {
    ArrowType half = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
    Schema schema = new Schema(List.of(Field.nullable("h", half)));
    try (StreamingContext context = StreamingContext.of(SECOND)) {
      assertThat(catchThrowable(() -> context.queue(new QueueSource(schema))))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("column=h")
          .hasMessageContaining("HALF");
    }
  }

  @Test
  void settingsAreChecked() {
    assertThat(catchThrowable(() -> StreamingContext.of(Duration.ZERO)))
        .hasMessageContaining("batchInterval=PT0S");
    assertThat(catchThrowable(() -> StreamingContext.of(Duration.ofNanos(1_500_000))))
        .hasMessageContaining("batchInterval=PT0.0015S");
    assertThat(catchThrowable(() -> new Limits(0, 1, true))).hasMessageContaining("maxRows=0");
    assertThat(catchThrowable(() -> new Limits(1, -1, true))).hasMessageContaining("maxBytes=-1");
    assertThat(catchThrowable(Functions::concat)).hasMessageContaining("operands=0");
  }

  @Test
  void aFunctionIsHeldToWhatItDeclares() {
    assertThat(catchThrowable(() -> Expressions.of(call(Lies.of(null, null), col("i")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("function=lies")
        .hasMessageContaining("type=null");
    assertThat(catchThrowable(() -> Expressions.of(call(Lies.of(DataType.UTF8, v -> v), col("i")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("declared=utf8")
        .hasMessageContaining("result=int64 x 4");
    assertThat(
            catchThrowable(
                () -> Expressions.of(call(Lies.of(DataType.INT64, _ -> null), col("i")))))
        .hasMessageContaining("result=null");
  }
}
