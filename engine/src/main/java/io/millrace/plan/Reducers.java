package io.millrace.plan;

import io.millrace.Agg;
import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.expr.ExprText;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.op.Arithmetic;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Reducers written as functions of two values. They are called once, with placeholders, and the
 * expression that comes back tells which aggregate is meant: so {@code (a, b) -> a.plus(b)} runs as
 * a sum, on any device.
 */
public final class Reducers {
  private static final Expr A = new Expr.Column("a");
  private static final Expr B = new Expr.Column("b");

  private Reducers() {}

  /** One aggregate for each field, under its name. */
  public static List<Agg> aggregates(BinaryOperator<Expr> reducer, List<Field> fields) {
    AggregateFunction function = function(reducer.apply(A, B));
    return fields.stream()
        .map(field -> new Agg(function, new Expr.Column(field.getName()), field.getName()))
        .toList();
  }

  private static AggregateFunction function(Expr reduced) {
    if (reduced instanceof Expr.Math2(Arithmetic op, Expr left, Expr right)
        && ((left.equals(A) && right.equals(B)) || (left.equals(B) && right.equals(A)))) {
      switch (op) {
        case ADD -> {
          return AggregateFunction.SUM;
        }
        case LEAST -> {
          return AggregateFunction.MIN;
        }
        case GREATEST -> {
          return AggregateFunction.MAX;
        }
        default -> {}
      }
    }
    if (reduced.equals(A)) {
      return AggregateFunction.FIRST;
    }
    if (reduced.equals(B)) {
      return AggregateFunction.LAST;
    }
    throw new UserException(
        "A reducer must be one of a.plus(b), least(a, b), greatest(a, b), a and b: reducer="
            + ExprText.of(reduced)
            + ". Use groupBy(...).agg(...) for other aggregates.");
  }

  /** Refuses an inverse that does not undo its reducer. */
  public static void requireInverse(BinaryOperator<Expr> reducer, BinaryOperator<Expr> inverse) {
    boolean sum = function(reducer.apply(A, B)) == AggregateFunction.SUM;
    if (!sum || !inverse.apply(A, B).equals(A.minus(B))) {
      throw new UserException(
          "Only a sum has an inverse, the difference: inverse="
              + ExprText.of(inverse.apply(A, B))
              + ". Use (a, b) -> a.plus(b) with (a, b) -> a.minus(b), or leave the inverse out.");
    }
  }
}
