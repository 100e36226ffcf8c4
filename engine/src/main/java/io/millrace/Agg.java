package io.millrace;

import io.millrace.expr.Expr;
import io.millrace.expr.ExprText;
import io.millrace.expr.Names;
import io.millrace.kernels.group.AggregateFunction;

/**
 * An aggregate over the rows of a group, made by {@link Functions}.
 *
 * @param function what is computed
 * @param input over what; null exactly for the count of rows
 * @param name the result column's name
 */
public record Agg(AggregateFunction function, Expr input, String name) {
  /**
   * Checks the name.
   *
   * @throws io.millrace.error.UserException if it is null
   */
  public Agg {
    Names.requireGiven(name);
  }

  static Agg of(AggregateFunction function, Expr input) {
    String text = input == null ? null : ExprText.of(input);
    return new Agg(function, input, ExprText.aggregate(function, text));
  }

  /** The same under another name. */
  public Agg as(String newName) {
    return new Agg(function, input, newName);
  }
}
