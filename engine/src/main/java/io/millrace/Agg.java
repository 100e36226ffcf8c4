package io.millrace;

import io.millrace.expr.Expr;
import io.millrace.kernels.group.AggregateFunction;
import java.util.Locale;

/**
 * An aggregate over the rows of a group, made by {@link Functions}.
 *
 * @param function what is computed
 * @param input over what; null exactly for the count of rows
 * @param name the result column's name
 */
public record Agg(AggregateFunction function, Expr input, String name) {
  static Agg of(AggregateFunction function, Expr input) {
    String verb =
        switch (function) {
          case APPROX_DISTINCT -> "approx_count_distinct";
          default -> function.name().toLowerCase(Locale.ROOT);
        };
    String of = input instanceof Expr.Column column ? column.name() : "expr";
    return new Agg(function, input, verb + "(" + of + ")");
  }

  /** The same under another name. */
  public Agg as(String newName) {
    return new Agg(function, input, newName);
  }
}
