package io.millrace;

import static io.millrace.Functions.abs;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.ceil;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.concat;
import static io.millrace.Functions.datePart;
import static io.millrace.Functions.dateTrunc;
import static io.millrace.Functions.dayOfMonth;
import static io.millrace.Functions.floor;
import static io.millrace.Functions.floorDiv;
import static io.millrace.Functions.greatest;
import static io.millrace.Functions.hour;
import static io.millrace.Functions.least;
import static io.millrace.Functions.length;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.lower;
import static io.millrace.Functions.minute;
import static io.millrace.Functions.month;
import static io.millrace.Functions.not;
import static io.millrace.Functions.second;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sqrt;
import static io.millrace.Functions.substring;
import static io.millrace.Functions.trim;
import static io.millrace.Functions.upper;
import static io.millrace.Functions.year;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.expr.Expr;
import io.millrace.harness.Expressions;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of expression: its type and its values, over the rows of {@link Expressions}. */
class ExpressionTest {
  private static Arguments of(Expr expression, String type, Object... values) {
    return Arguments.of(expression, type, Arrays.asList(values));
  }

  static Stream<Arguments> arithmetic() {
    return Stream.of(
        of(col("i").plus(1), "int64", 8L, -6L, 1L, null),
        of(col("tiny").plus(col("tiny")), "int64", 200L, -200L, 6L, null),
        of(col("i").minus(col("utiny")), "int64", -193L, -8L, 0L, null),
        of(
            lit(Long.MAX_VALUE).plus(col("i")),
            "int64",
            Long.MIN_VALUE + 6,
            Long.MAX_VALUE - 7,
            Long.MAX_VALUE,
            null),
        of(col("u").plus(1), "uint64", 0L, 2L, 1L, null),
        of(col("u").div(2), "uint64", Long.MAX_VALUE, 0L, 0L, null),
        of(col("utiny").multiply(col("u")), "uint64", -200L, 1L, 0L, null),
        of(col("i").multiply(2.5), "float64", 17.5, -17.5, 0.0, null),
        of(col("f").plus(col("d")), "float64", 3.0, -1.5, Double.NaN, null),
        of(col("i").divide(2), "float64", 3.5, -3.5, 0.0, null),
        of(
            col("i").divide(0),
            "float64",
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            null),
        of(col("i").div(2), "int64", 3L, -3L, 0L, null),
        of(floorDiv(col("i"), 2), "int64", 3L, -4L, 0L, null),
        of(col("i").mod(4), "int64", 3L, -3L, 0L, null),
        of(lit(10).div(col("i")), "int64", 1L, -1L, null, null),
        of(col("i").negate(), "int64", -7L, 7L, 0L, null),
        of(abs(col("tiny")), "int64", 100L, 100L, 3L, null),
        of(floor(col("f")), "float64", 0.0, -2.0, 3.0, null),
        of(ceil(col("f")), "float64", 1.0, -1.0, 3.0, null),
        of(floor(col("i")), "int64", 7L, -7L, 0L, null),
        of(sqrt(col("i").plus(2)), "float64", 3.0, Double.NaN, Math.sqrt(2), null),
        of(least(col("i"), 3), "int64", 3L, -7L, 0L, null),
        of(greatest(col("d"), 1.0), "float64", 2.5, 1.0, Double.NaN, null));
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        of(col("i").equalTo(7), "bool", true, false, false, null),
        of(col("i").notEqual(col("tiny")), "bool", true, true, true, null),
        of(col("i").lt(0.5), "bool", false, true, true, null),
        of(col("d").leq(0), "bool", false, true, false, null),
        of(col("d").gt(1e308), "bool", false, false, true, null),
        of(col("u").geq(1), "bool", true, true, false, null),
        of(col("tiny").lt(1_000), "bool", true, true, true, null),
        of(col("utiny").gt(-1), "bool", true, true, true, null),
        of(col("s").equalTo(col("large")), "bool", true, false, false, null),
        of(col("s").gt("1"), "bool", true, true, false, null),
        of(col("b").equalTo(true), "bool", true, false, true, null),
        of(col("i").equalTo(lit(null)), "bool", null, null, null, null),
        of(col("b").and(col("i").lt(1)), "bool", false, false, true, null),
        of(col("b").and(lit(false)), "bool", false, false, false, false),
        of(col("b").or(lit(true)), "bool", true, true, true, true),
        of(col("b").or(lit(null)), "bool", true, null, true, null),
        of(not(col("b")), "bool", false, true, false, null),
        of(col("i").isNull(), "bool", false, false, false, true),
        of(col("i").isNotNull(), "bool", true, true, true, false),
        of(col("i").between(0, 7), "bool", true, false, true, null),
        of(col("i").isin(7, 0), "bool", true, false, true, null),
        of(col("i").isin(7, null), "bool", true, null, null, null),
        of(col("tiny").isin(100, 1_000), "bool", true, false, false, null),
        of(col("s").isin("12", "x"), "bool", false, true, false, null),
        of(col("day").equalTo("1970-01-01"), "bool", true, false, false, null),
        of(col("ts").gt("2024-01-01T00:00:00"), "bool", false, false, true, null),
        of(col("ts").lt(col("tms")), "bool", true, true, false, null),
        of(col("ts").equalTo(col("day")), "bool", true, false, true, null),
        of(col("span").gt(java.time.Duration.ofSeconds(1)), "bool", true, false, false, null));
  }

  static Stream<Arguments> choices() {
    return Stream.of(
        of(coalesce(col("i"), 5), "int64", 7L, -7L, 0L, 5L),
        of(coalesce(col("tiny"), 5), "int8", 100L, -100L, 3L, 5L),
        of(coalesce(col("tiny"), 1_000), "int64", 100L, -100L, 3L, 1_000L),
        of(coalesce(col("f"), col("i"), 0.25), "float64", 0.5, -1.5, 3.0, 0.25),
        of(coalesce(lit(null), col("s"), "none"), "utf8", "Ab c", "12", "", "none"),
        of(coalesce(col("s"), col("large")), "large_utf8", "Ab c", "12", "", null),
        of(
            caseWhen(col("i").gt(0), "up").when(col("i").lt(0), "down").otherwise("flat"),
            "utf8",
            "up",
            "down",
            "flat",
            "flat"),
        of(caseWhen(col("b"), col("tiny")), "int8", 100L, null, 3L, null),
        of(caseWhen(col("b"), col("tiny")).otherwise(col("d")), "float64", 100.0, -0.0, 3.0, null));
  }

  static Stream<Arguments> text() {
    return Stream.of(
        of(lower(col("s")), "utf8", "ab c", "12", "", null),
        of(upper(col("large")), "large_utf8", "AB C", "X", "Ä", null),
        of(trim(concat("  ", col("s"), " ")), "utf8", "Ab c", "12", "", null),
        of(length(col("large")), "int64", 4L, 1L, 1L, null),
        of(length(col("bytes")), "int64", 3L, 1L, 0L, null),
        of(substring(col("s"), 2, 2), "utf8", "b ", "2", "", null),
        of(col("s").substr(-1, 9), "utf8", "c", "2", "", null),
        of(concat(col("s"), "!", col("large")), "large_utf8", "Ab c!Ab c", "12!x", "!ä", null),
        of(col("s").contains("b"), "bool", true, false, false, null),
        of(col("s").startsWith(""), "bool", true, true, true, null),
        of(lit("Ab c d").startsWith(col("s")), "bool", true, false, true, null),
        of(col("large").endsWith(col("s")), "bool", true, false, true, null),
        of(split(col("s"), " ", 1), "utf8", "c", null, null, null),
        of(split(col("s"), " ", 0), "utf8", "Ab", "12", "", null));
  }

  static Stream<Arguments> times() {
    return Stream.of(
        of(year(col("day")), "int64", 1970L, 1969L, 2024L, null),
        of(month(col("ts")), "int64", 1L, 12L, 2L, null),
        of(dayOfMonth(col("ts")), "int64", 1L, 31L, 29L, null),
        of(hour(col("tz")), "int64", 1L, 0L, 1L, null),
        of(minute(col("ts")), "int64", 0L, 59L, 0L, null),
        of(second(col("tms")), "int64", 0L, 59L, 0L, null),
        of(datePart(DatePart.DAY_OF_WEEK, col("ts")), "int64", 4L, 3L, 4L, null),
        of(dateTrunc(DatePart.DAY, col("ts")), "timestamp[s]", 0L, -86_400L, 1_709_164_800L, null),
        of(
            dateTrunc(DatePart.MONTH, col("tms")),
            "timestamp[ms]",
            0L,
            -2_678_400_000L,
            1_706_745_600_000L,
            null),
        of(
            col("ts").plus(java.time.Duration.ofSeconds(5)),
            "timestamp[s]",
            5L,
            4L,
            1_709_164_805L,
            null),
        of(col("tms").minus(col("span")), "timestamp[ms]", -1_000L, 0L, 1_709_164_800_000L, null),
        of(col("span").plus(col("tms")), "timestamp[ms]", 2_000L, -2L, 1_709_164_800_000L, null),
        of(col("tms").minus(col("ts")), "duration[ms]", 500L, 999L, 0L, null),
        of(col("span").plus(col("span")), "duration[ms]", 3_000L, -2L, 0L, null),
        of(col("span").multiply(3), "duration[ms]", 4_500L, -3L, 0L, null),
        of(lit(2).multiply(col("span")), "duration[ms]", 3_000L, -2L, 0L, null),
        of(col("span").div(2), "duration[ms]", 750L, 0L, 0L, null),
        of(col("span").negate(), "duration[ms]", -1_500L, 1L, 0L, null),
        of(abs(col("span")), "duration[ms]", 1_500L, 1L, 0L, null),
        of(greatest(col("ts"), col("tms")), "timestamp[ms]", 500L, -1L, 1_709_164_800_000L, null));
  }

  static Stream<Arguments> casts() {
    return Stream.of(
        of(col("i").cast(DataType.of(Kind.INT8)), "int8", 7L, -7L, 0L, null),
        of(col("i").cast(DataType.FLOAT64), "float64", 7.0, -7.0, 0.0, null),
        of(col("d").cast(DataType.INT64), "int64", 2L, 0L, null, null),
        of(col("s").cast(DataType.INT64), "int64", null, 12L, null, null),
        of(col("i").cast(DataType.UTF8), "utf8", "7", "-7", "0", null),
        of(col("i").cast(DataType.INT64), "int64", 7L, -7L, 0L, null),
        of(lit(null).cast(DataType.UTF8), "utf8", null, null, null, null),
        of(
            col("tms")
                .cast(DataType.timestamp(org.apache.arrow.vector.types.TimeUnit.SECOND, null)),
            "timestamp[s]",
            0L,
            -1L,
            1_709_164_800L,
            null),
        of(col("ts").cast(DataType.INT64), "int64", 0L, -1L, 1_709_164_800L, null));
  }

  static Stream<Arguments> literals() {
    return Stream.of(
        of(lit(1), "int64", 1L, 1L, 1L, 1L),
        of(lit((byte) 1), "int64", 1L, 1L, 1L, 1L),
        of(lit(1.5f), "float64", 1.5, 1.5, 1.5, 1.5),
        of(lit('x'), "utf8", "x", "x", "x", "x"),
        of(lit(new java.math.BigInteger("18446744073709551615")), "uint64", -1L, -1L, -1L, -1L),
        of(lit(java.math.BigInteger.TEN).plus(col("i")), "int64", 17L, 3L, 10L, null),
        of(lit(java.time.LocalDate.EPOCH), "date_day", 0L, 0L, 0L, 0L),
        of(lit(java.time.Instant.EPOCH), "timestamp[us, UTC]", 0L, 0L, 0L, 0L),
        of(lit(java.time.Instant.ofEpochSecond(0, 1)), "timestamp[ns, UTC]", 1L, 1L, 1L, 1L),
        of(lit(java.time.Duration.ofNanos(7)), "duration[ns]", 7L, 7L, 7L, 7L),
        of(
            col("ts").lt(java.time.LocalDateTime.of(1970, 1, 1, 0, 0, 0, 500)),
            "bool",
            true,
            true,
            false,
            null),
        of(col("ts").equalTo("1970-01-01T00:00:00.5"), "bool", false, false, false, null),
        of(
            col("day").lt(java.time.LocalDateTime.of(1970, 1, 1, 12, 0)),
            "bool",
            true,
            true,
            false,
            null),
        of(col("span").lt(java.time.Duration.ofNanos(1)), "bool", false, true, true, null),
        of(col("i").equalTo(7.5), "bool", false, false, false, null),
        of(col("i").as("a").as("b").plus(lit(1).as("one")), "int64", 8L, -6L, 1L, null));
  }

  @ParameterizedTest
  @MethodSource({"arithmetic", "conditions", "choices", "text", "times", "casts", "literals"})
  void hasTypeAndValues(Expr expression, String type, java.util.List<Object> values)
      throws Exception {
    Expressions result = Expressions.of(expression);
    assertThat(result.type().toString()).isEqualTo(type);
    assertThat(result.values()).isEqualTo(values);
  }
}
