package io.millrace;

import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.expr.ScalarFunction;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.op.Arithmetic;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.op.MathFunction;
import io.millrace.kernels.op.TextFunction;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What expressions and aggregates are made of; meant to be imported statically. Names are Spark's
 * where it has one.
 */
public final class Functions {
  private Functions() {}

  /** A column by name. */
  public static Expr col(String name) {
    return new Expr.Column(name);
  }

  /**
   * A constant: null, a number, boolean, text, bytes, LocalDate, LocalDateTime, Instant or
   * Duration.
   */
  public static Expr lit(Object value) {
    return Expr.of(value);
  }

  /** Three-valued not. */
  public static Expr not(Expr operand) {
    return new Expr.Not(operand);
  }

  /** The first operand that is not null. */
  public static Expr coalesce(Object... operands) {
    return new Expr.Coalesce(exprs(operands));
  }

  /** The beginning of a case: {@code caseWhen(c, a).when(d, b).otherwise(e)}. */
  public static Expr.Case caseWhen(Expr condition, Object result) {
    return new Expr.Case(
        List.of(new Expr.Branch(condition, Expr.of(result))), new Expr.Literal(null));
  }

  /** The smaller of two. */
  public static Expr least(Object a, Object b) {
    return new Expr.Math2(Arithmetic.LEAST, Expr.of(a), Expr.of(b));
  }

  /** The greater of two. */
  public static Expr greatest(Object a, Object b) {
    return new Expr.Math2(Arithmetic.GREATEST, Expr.of(a), Expr.of(b));
  }

  /** Without sign. */
  public static Expr abs(Expr operand) {
    return new Expr.Math1(MathFunction.ABS, operand);
  }

  /** Largest whole number not above. */
  public static Expr floor(Expr operand) {
    return new Expr.Math1(MathFunction.FLOOR, operand);
  }

  /** Smallest whole number not below. */
  public static Expr ceil(Expr operand) {
    return new Expr.Math1(MathFunction.CEIL, operand);
  }

  /** Square root; NaN below zero. */
  public static Expr sqrt(Expr operand) {
    return new Expr.Math1(MathFunction.SQRT, operand);
  }

  /** Largest integer not above the quotient of two integers; null at zero. */
  public static Expr floorDiv(Object a, Object b) {
    return new Expr.Math2(Arithmetic.FLOOR_DIVIDE, Expr.of(a), Expr.of(b));
  }

  /** Lower case. */
  public static Expr lower(Expr text) {
    return new Expr.Text(TextFunction.LOWER, text);
  }

  /** Upper case. */
  public static Expr upper(Expr text) {
    return new Expr.Text(TextFunction.UPPER, text);
  }

  /** Without leading and trailing ASCII white space. */
  public static Expr trim(Expr text) {
    return new Expr.Text(TextFunction.TRIM, text);
  }

  /** Code points of text, bytes of binary. */
  public static Expr length(Expr text) {
    return new Expr.Length(text);
  }

  /**
   * Code points from {@code start}, counted from 1 (negative: from the end), at most {@code
   * length}.
   */
  public static Expr substring(Expr text, long start, long length) {
    return new Expr.Substring(text, start, length);
  }

  /** Texts one after another; null if any is null. */
  public static Expr concat(Object... parts) {
    return new Expr.Concat(exprs(parts));
  }

  /** All parts between white space, a row each, empty parts left out; for {@code flatMap}. */
  public static Expr split(Expr text) {
    return new Expr.Split(text, null);
  }

  /** All parts between separators, a row each, empty parts left out; for {@code flatMap}. */
  public static Expr split(Expr text, String separator) {
    return new Expr.Split(text, separator);
  }

  /** One part between separators, from 0, empty parts counted; null if there is none. */
  public static Expr split(Expr text, String separator, int index) {
    return new Expr.SplitPart(text, separator, index);
  }

  /** Part of a date or timestamp. */
  public static Expr datePart(DatePart part, Expr instant) {
    return new Expr.Part(part, instant);
  }

  /** Year. */
  public static Expr year(Expr instant) {
    return datePart(DatePart.YEAR, instant);
  }

  /** Month, from 1. */
  public static Expr month(Expr instant) {
    return datePart(DatePart.MONTH, instant);
  }

  /** Day of the month. */
  public static Expr dayOfMonth(Expr instant) {
    return datePart(DatePart.DAY, instant);
  }

  /** Hour of the day. */
  public static Expr hour(Expr instant) {
    return datePart(DatePart.HOUR, instant);
  }

  /** Minute of the hour. */
  public static Expr minute(Expr instant) {
    return datePart(DatePart.MINUTE, instant);
  }

  /** Second of the minute. */
  public static Expr second(Expr instant) {
    return datePart(DatePart.SECOND, instant);
  }

  /** The instant at which the enclosing unit began. */
  public static Expr dateTrunc(DatePart unit, Expr instant) {
    return new Expr.Truncate(unit, instant);
  }

  /** A function of one's own. */
  public static Expr call(ScalarFunction function, Object... arguments) {
    return new Expr.Call(function, exprs(arguments));
  }

  /** Tumbling event-time windows, for {@code groupBy}. */
  public static EventWindow window(String column, Duration length) {
    return new EventWindow(column, length, length);
  }

  /** Sliding event-time windows, for {@code groupBy}. */
  public static EventWindow window(String column, Duration length, Duration slide) {
    return new EventWindow(column, length, slide);
  }

  /** Rows. */
  public static Agg count() {
    return Agg.of(AggregateFunction.COUNT_ALL, null);
  }

  /** Rows whose value is not null. */
  public static Agg count(Expr value) {
    return Agg.of(AggregateFunction.COUNT, value);
  }

  /** Rows in which a column is not null. */
  public static Agg count(String column) {
    return count(col(column));
  }

  /** Sum. */
  public static Agg sum(Expr value) {
    return Agg.of(AggregateFunction.SUM, value);
  }

  /** Sum of a column. */
  public static Agg sum(String column) {
    return sum(col(column));
  }

  /** Least value. */
  public static Agg min(Expr value) {
    return Agg.of(AggregateFunction.MIN, value);
  }

  /** Least value of a column. */
  public static Agg min(String column) {
    return min(col(column));
  }

  /** Greatest value. */
  public static Agg max(Expr value) {
    return Agg.of(AggregateFunction.MAX, value);
  }

  /** Greatest value of a column. */
  public static Agg max(String column) {
    return max(col(column));
  }

  /** Arithmetic mean. */
  public static Agg mean(Expr value) {
    return Agg.of(AggregateFunction.MEAN, value);
  }

  /** Arithmetic mean of a column. */
  public static Agg mean(String column) {
    return mean(col(column));
  }

  /** Arithmetic mean; Spark's other name for {@link #mean(Expr)}. */
  public static Agg avg(Expr value) {
    return mean(value);
  }

  /** Arithmetic mean of a column; Spark's other name for {@link #mean(String)}. */
  public static Agg avg(String column) {
    return mean(column);
  }

  /** Sample variance. */
  public static Agg variance(Expr value) {
    return Agg.of(AggregateFunction.VARIANCE, value);
  }

  /** Sample variance of a column. */
  public static Agg variance(String column) {
    return variance(col(column));
  }

  /** Sample standard deviation. */
  public static Agg stddev(Expr value) {
    return Agg.of(AggregateFunction.STDDEV, value);
  }

  /** Sample standard deviation of a column. */
  public static Agg stddev(String column) {
    return stddev(col(column));
  }

  /** The first value that is not null. */
  public static Agg first(Expr value) {
    return Agg.of(AggregateFunction.FIRST, value);
  }

  /** The first value of a column that is not null. */
  public static Agg first(String column) {
    return first(col(column));
  }

  /** The last value that is not null. */
  public static Agg last(Expr value) {
    return Agg.of(AggregateFunction.LAST, value);
  }

  /** The last value of a column that is not null. */
  public static Agg last(String column) {
    return last(col(column));
  }

  /** Estimate of the number of distinct values, standard error 1.6%. */
  public static Agg approxCountDistinct(Expr value) {
    return Agg.of(AggregateFunction.APPROX_DISTINCT, value);
  }

  /** Estimate of the number of distinct values of a column, standard error 1.6%. */
  public static Agg approxCountDistinct(String column) {
    return approxCountDistinct(col(column));
  }

  private static List<Expr> exprs(Object[] values) {
    if (values.length == 0) {
      throw new UserException("A function of several operands needs at least one: operands=0.");
    }
    return Arrays.stream(values).map(Expr::of).toList();
  }
}
