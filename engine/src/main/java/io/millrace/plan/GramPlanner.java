package io.millrace.plan;

import io.millrace.error.UserException;
import io.millrace.expr.Binder;
import io.millrace.expr.Bound;
import io.millrace.expr.Expr;
import io.millrace.expr.ExprText;
import io.millrace.gram.Statistic;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Plans a statistic over the Gram matrix of some columns: binds and names them. */
final class GramPlanner {
  /** A matrix of 256 columns takes half a mebibyte for each pane. */
  private static final int MOST_COLUMNS = 256;

  private final Node input;
  private final Statistic statistic;
  private final List<String> names = new ArrayList<>();
  private final List<Bound> values = new ArrayList<>();

  GramPlanner(Node input, Statistic statistic, List<Expr> columns) {
    this.input = input;
    this.statistic = statistic;
    if (columns.size() < 2 || columns.size() > MOST_COLUMNS) {
      throw new UserException(
          "A statistic of several columns takes at least two and at most "
              + MOST_COLUMNS
              + ": operation="
              + statistic.title()
              + ", columns="
              + columns.stream().map(ExprText::of).toList()
              + ". For one column there is variance(column).");
    }
    columns.forEach(this::column);
  }

  private void column(Expr expr) {
    Bound bound = Binder.bind(expr, input.schema());
    if (bound.type() == null || !bound.type().kind().isNumeric()) {
      throw new UserException(
          "A column must be a number: operation="
              + statistic.title()
              + ", expression="
              + bound.text()
              + ", type="
              + bound.type()
              + ". Cast it.");
    }
    names.add(Binder.name(expr, input.schema()));
    values.add(Binder.bind(new Expr.Cast(expr, DataType.FLOAT64), input.schema()));
  }

  Node plan(int id, List<Expr> keys, Grouping grouping) {
    if (!keys.isEmpty()) {
      throw new UserException(
          "A statistic of several columns is over all rows, and has no keys: operation="
              + statistic.title()
              + ", keys="
              + keys.stream().map(ExprText::of).toList()
              + ". Group by nothing, and filter(...) the rows of one key.");
    }
    List<Field> fields = new ArrayList<>();
    if (grouping instanceof Grouping.EventTime event) {
      fields.add(event.time().type().field("window_start"));
      fields.add(event.time().type().field("window_end"));
    }
    fields.addAll(statistic.schema(names).getFields());
    requireDistinct(fields);
    return new Node.Group(
        id,
        input,
        new GramSpec(names),
        List.of(),
        List.copyOf(values),
        grouping,
        false,
        statistic,
        new Schema(fields));
  }

  private void requireDistinct(List<Field> fields) {
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.getName())) {
        throw new UserException(
            "The result's columns must have different names: operation="
                + statistic.title()
                + ", column="
                + field.getName()
                + ", columns="
                + fields.stream().map(Field::getName).toList()
                + ". Name each column once, and rename with as(...).");
      }
    }
  }
}
