package io.millrace.plan;

import io.millrace.Agg;
import io.millrace.error.UserException;
import io.millrace.expr.Binder;
import io.millrace.expr.Bound;
import io.millrace.expr.Expr;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Plans one group node: binds keys and inputs, checks them against the aggregates, names the
 * columns.
 */
final class GroupPlanner {
  /** Added where deducting needs to know which groups have become empty; projected away again. */
  private static final String HIDDEN_COUNT = "#rows";

  private final Node input;
  private final Grouping grouping;
  private final boolean rowForNothing;
  private final List<GroupSpec.Key> keys = new ArrayList<>();
  private final List<Bound> keyInputs = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final List<Bound> values = new ArrayList<>();
  private boolean hidden;

  GroupPlanner(
      Node input, List<Expr> keyExprs, List<Agg> aggs, Grouping grouping, boolean rowForNothing) {
    this.input = input;
    this.rowForNothing = rowForNothing;
    keyExprs.forEach(this::key);
    aggs.forEach(this::aggregate);
    if (grouping instanceof Grouping.BatchWindow(_, _, boolean inverse) && inverse) {
      requireDeducting();
      addHiddenCount();
    }
    requireSomething();
    this.grouping =
        grouping instanceof Grouping.EventTime event ? considerInverse(event) : grouping;
  }

  /**
   * Sliding windows are followed where that takes fewer merges than merging each anew, and no
   * aggregate would keep a rounding error of what has left.
   */
  private Grouping considerInverse(Grouping.EventTime event) {
    boolean less = event.slide() < event.length() - event.slide();
    if (!less || !aggregates.stream().allMatch(Aggregate::deductsExactly)) {
      return event;
    }
    addHiddenCount();
    return new Grouping.EventTime(
        event.watermark(), event.time(), event.length(), event.slide(), true);
  }

  private void key(Expr expr) {
    Bound bound = Binder.bind(expr, input.schema());
    if (bound.type() == null) {
      throw new UserException(
          "A key must have a type: key=" + bound.text() + ". Give the null one with cast(type).");
    }
    keys.add(new GroupSpec.Key(Binder.name(expr, input.schema()), bound.type()));
    keyInputs.add(bound);
  }

  private void aggregate(Agg agg) {
    if (agg.function() == AggregateFunction.COUNT_ALL) {
      aggregates.add(new Aggregate(agg.name(), agg.function(), null));
      values.add(null);
      return;
    }
    Bound bound = Binder.bind(agg.input(), input.schema());
    requireFits(agg, bound);
    aggregates.add(new Aggregate(agg.name(), agg.function(), bound.type()));
    values.add(bound);
  }

  private static void requireFits(Agg agg, Bound bound) {
    DataType type = bound.type();
    boolean fits =
        type != null
            && switch (agg.function()) {
              case SUM -> type.kind().isNumeric() || type.kind() == Kind.DURATION;
              case MEAN, VARIANCE, STDDEV -> type.kind().isNumeric();
              default -> true;
            };
    if (!fits) {
      throw new UserException(
          "An aggregate's input must have a type that it takes: aggregate="
              + agg.name()
              + ", expression="
              + bound.text()
              + ", type="
              + type
              + ". Cast it to a number.");
    }
  }

  private void requireDeducting() {
    for (Aggregate aggregate : aggregates) {
      if (!aggregate.function().deducts()) {
        throw new UserException(
            "Only aggregates that can be subtracted have an inverse: aggregate="
                + aggregate.name()
                + ". Leave the inverse out.");
      }
    }
  }

  private void addHiddenCount() {
    hidden = aggregates.stream().noneMatch(a -> a.function() == AggregateFunction.COUNT_ALL);
    if (hidden) {
      aggregates.add(new Aggregate(HIDDEN_COUNT, AggregateFunction.COUNT_ALL, null));
      values.add(null);
    }
  }

  private void requireSomething() {
    if (keys.isEmpty() && aggregates.isEmpty()) {
      throw new UserException("A grouping needs a key or an aggregate: keys=0, aggregates=0.");
    }
  }

  /** The node, or a projection over it. */
  Node plan(IntSupplier ids) {
    GroupSpec spec = new GroupSpec(keys, aggregates);
    List<Field> fields = new ArrayList<>();
    if (grouping instanceof Grouping.EventTime event) {
      fields.add(event.time().type().field("window_start"));
      fields.add(event.time().type().field("window_end"));
    }
    fields.addAll(spec.resultSchema().getFields());
    Schema schema = new Schema(fields);
    Node group =
        new Node.Group(
            ids.getAsInt(),
            input,
            spec,
            List.copyOf(keyInputs),
            Collections.unmodifiableList(values),
            grouping,
            rowForNothing,
            null,
            schema);
    return hidden ? withoutHidden(group, ids) : group;
  }

  private static Node withoutHidden(Node group, IntSupplier ids) {
    List<Bound> shown = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < group.schema().getFields().size(); i++) {
      Field field = group.schema().getFields().get(i);
      if (!field.getName().equals(HIDDEN_COUNT)) {
        shown.add(new Bound.Ref(i, field.getName(), DataType.of(field)));
        fields.add(field);
      }
    }
    return new Node.Project(ids.getAsInt(), group, shown, new Schema(fields));
  }
}
