package io.millrace.oracle;

import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.not;

import io.millrace.expr.Expr;
import java.util.List;
import java.util.function.Function;

/**
 * An expression over the columns of {@link Input}, and the same in plain Java over one boxed row.
 * The two share nothing but their meaning.
 *
 * @param name for failing samples
 * @param expr for the engine
 * @param plain the oracle's
 */
record Rule(String name, Expr expr, Function<List<Object>, Object> plain) {
  @Override
  public String toString() {
    return name;
  }

  /** Conditions. */
  static final List<Rule> CONDITIONS =
      List.of(
          new Rule("i > 2", col("i").gt(2L), r -> after(r, Input.I, 2L)),
          new Rule("s = 'b'", col("s").equalTo("b"), r -> same(r, Input.S, "b")),
          new Rule(
              "d >= 0.0",
              col("d").geq(0.0),
              r -> r.get(Input.D) == null ? null : order((Double) r.get(Input.D)) >= 0),
          new Rule("b", col("b"), r -> r.get(Input.B)),
          new Rule("i is null", col("i").isNull(), r -> r.get(Input.I) == null),
          new Rule(
              "not (b and i > 2)",
              not(col("b").and(col("i").gt(2L))),
              r -> negated(both((Boolean) r.get(Input.B), after(r, Input.I, 2L)))),
          new Rule(
              "i in (1, 3, null)",
              col("i").isin(1L, 3L, null),
              r ->
                  (r.get(Input.I) != null && List.of(1L, 3L).contains(r.get(Input.I)))
                      ? true
                      : null));

  /** Values of int64. */
  static final List<Rule> LONGS =
      List.of(
          new Rule("i", col("i"), r -> r.get(Input.I)),
          new Rule("i * 3 - 1", col("i").multiply(3L).minus(1L), r -> onLong(r, i -> i * 3 - 1)),
          new Rule("i mod 2", col("i").mod(2L), r -> onLong(r, i -> i % 2)),
          new Rule(
              "10 div i", Expr.of(10L).div(col("i")), r -> onLong(r, i -> i == 0 ? null : 10 / i)),
          new Rule(
              "coalesce(i, 9)",
              coalesce(col("i"), 9L),
              r -> r.get(Input.I) == null ? 9L : r.get(Input.I)),
          new Rule(
              "case when b then i else -1",
              caseWhen(col("b"), col("i")).otherwise(-1L),
              r -> Boolean.TRUE.equals(r.get(Input.B)) ? r.get(Input.I) : (Object) (-1L)));

  private interface OnLong {
    Long apply(long value);
  }

  private static Long onLong(List<Object> row, OnLong body) {
    return row.get(Input.I) == null ? null : body.apply((Long) row.get(Input.I));
  }

  private static Boolean after(List<Object> row, int column, long bound) {
    return row.get(column) == null ? null : (Long) row.get(column) > bound;
  }

  private static Boolean same(List<Object> row, int column, Object value) {
    return row.get(column) == null ? null : row.get(column).equals(value);
  }

  /** NaN above all else, -0.0 as 0.0. */
  private static int order(double value) {
    return Double.isNaN(value) ? 1 : value > 0 ? 1 : value < 0 ? -1 : 0;
  }

  private static Boolean both(Boolean a, Boolean b) {
    if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
      return false;
    }
    return (a == null || b == null) ? null : (Boolean) true;
  }

  private static Boolean negated(Boolean a) {
    return a == null ? null : !a;
  }
}
