package io.millrace.plan;

import io.millrace.Agg;
import io.millrace.EventWindow;
import io.millrace.error.UserException;
import io.millrace.expr.Binder;
import io.millrace.expr.Bound;
import io.millrace.expr.Expr;
import io.millrace.expr.ExprText;
import io.millrace.expr.Names;
import io.millrace.gram.Statistic;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.sink.Sink;
import io.millrace.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Makes the nodes of one context's plan, each checked against its input's columns. Used by the
 * program's thread.
 */
public final class PlanBuilder {
  private final List<Node.Output> outputs = new ArrayList<>();
  private final Set<Object> endpoints = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nextId;
  private boolean frozen;

  private int id() {
    requireOpen("transformation");
    return nextId++;
  }

  /** Refuses an operation once the plan is fixed. */
  public void requireOpen(String operation) {
    if (frozen) {
      throw new UserException(
          "The plan is fixed once the context has started: operation="
              + operation
              + ". Build first.");
    }
  }

  /** Refuses changes from now on. */
  public void freeze() {
    frozen = true;
  }

  /** The outputs attached so far. */
  public List<Node.Output> outputs() {
    return List.copyOf(outputs);
  }

  /** A source. */
  public Node source(Source source) {
    if (!endpoints.add(source)) {
      throw new UserException(
          "A source feeds one stream: source=" + source.name() + ". Use the stream that it has.");
    }
    source.schema().getFields().forEach(DataType::of);
    return new Node.Input(id(), source);
  }

  /** One column for each expression. */
  public Node project(Node input, List<Expr> expressions) {
    if (expressions.isEmpty()) {
      throw new UserException("A selection needs at least one column: columns=0.");
    }
    List<Bound> bound = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Expr expr : expressions) {
      Bound one = bindTyped(expr, input.schema());
      bound.add(one);
      fields.add(one.type().field(Binder.name(expr, input.schema())));
    }
    return new Node.Project(id(), input, List.copyOf(bound), new Schema(fields));
  }

  private static Bound bindTyped(Expr expr, Schema schema) {
    Bound bound = Binder.bind(expr, schema);
    if (bound.type() == null) {
      throw new UserException(
          "A column of nulls needs a type: expression=null. Give it one with cast(type).");
    }
    return bound;
  }

  /** All columns, one added or replaced. */
  public Node withColumn(Node input, String name, Expr expression) {
    List<Expr> all = new ArrayList<>();
    boolean replaced = false;
    for (Field field : input.schema().getFields()) {
      boolean same = field.getName().equals(name);
      replaced |= same;
      all.add(same ? expression.as(name) : new Expr.Column(field.getName()));
    }
    if (!replaced) {
      all.add(expression.as(name));
    }
    return project(input, all);
  }

  /** The rows for which a condition is true. */
  public Node filter(Node input, Expr condition) {
    return new Node.Filter(id(), input, Binder.bindCondition(condition, input.schema(), "filter"));
  }

  /** One row for each part of a split text. */
  public Node explode(Node input, Expr expression, List<String> keptNames) {
    String name = Binder.name(expression, input.schema());
    Expr expr = expression instanceof Expr.Named named ? named.expr() : expression;
    if (!(expr instanceof Expr.Split split)) {
      throw new UserException(
          "flatMap takes split(...), the expression that gives several rows: expression="
              + ExprText.of(expression)
              + ".");
    }
    Bound text = bindTyped(split.text(), input.schema());
    if (!text.type().kind().isText()) {
      throw new UserException(
          "Only text can be split: expression="
              + text.text()
              + ", type="
              + text.type()
              + ". Cast it to utf8.");
    }
    List<Integer> kept =
        keptNames.stream().map(column -> Names.ordinal(input.schema(), column)).toList();
    List<Field> fields =
        new ArrayList<>(kept.stream().map(input.schema().getFields()::get).toList());
    fields.add(text.type().field(name));
    return new Node.Explode(
        id(), input, kept, text, Binder.separator(split.separator()), new Schema(fields));
  }

  /** All rows of several inputs. */
  public Node union(List<Node> inputs) {
    List<DataType> types = types(inputs.getFirst().schema());
    for (Node input : inputs) {
      if (!types(input.schema()).equals(types)) {
        throw new UserException(
            "A union's inputs must have the same types in the same order: first="
                + types
                + ", other="
                + types(input.schema())
                + ". Select and cast first.");
      }
    }
    Slides.requireSame(inputs);
    return new Node.Union(id(), inputs);
  }

  private static List<DataType> types(Schema schema) {
    return schema.getFields().stream().map(DataType::of).toList();
  }

  /** Follows a column's event time. */
  public Node watermark(Node input, String column, Duration lateness) {
    int ordinal = Names.ordinal(input.schema(), column);
    DataType type = DataType.of(input.schema().getFields().get(ordinal));
    if (type.kind() != Kind.TIMESTAMP) {
      throw new UserException(
          "An event time must be a timestamp: column=" + column + ", type=" + type + ". Cast it.");
    }
    if (lateness.isNegative()) {
      throw new UserException("A lateness must not be negative: lateness=" + lateness + ".");
    }
    return new Node.Watermark(id(), input, ordinal, units(lateness, type, "lateness"));
  }

  private static long units(Duration duration, DataType type, String name) {
    long perSecond = type.unitsPerSecond();
    long nanosAUnit = 1_000_000_000L / perSecond;
    if (duration.getNano() % nanosAUnit != 0) {
      throw new UserException(
          "A duration must be a whole number of the event time's units: "
              + name
              + "="
              + duration
              + ", type="
              + type
              + ". Use a multiple, or a finer timestamp.");
    }
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), perSecond), duration.getNano() / nanosAUnit);
  }

  /** Windows over the event time that {@link #watermark} declared somewhere before. */
  public Grouping eventTime(Node input, EventWindow window) {
    Bound time = Binder.bind(new Expr.Column(window.column()), input.schema());
    Node.Watermark watermark =
        EventTimes.watermark(input, Names.ordinal(input.schema(), window.column()));
    if (watermark == null) {
      throw new UserException(
          "A window of event time needs a watermark on its column: column="
              + window.column()
              + ", type="
              + time.type()
              + ". Call withWatermark(column, lateness) first.");
    }
    long length = units(window.length(), time.type(), "length");
    long slide = units(window.slide(), time.type(), "slide");
    return new Grouping.EventTime(watermark, time, length, slide, false);
  }

  /** Groups and aggregates; see {@link GroupPlanner}. */
  public Node group(
      Node input, List<Expr> keys, List<Agg> aggregates, Grouping grouping, boolean rowForNothing) {
    requireMultiple(input, grouping);
    return new GroupPlanner(input, keys, aggregates, grouping, rowForNothing).plan(this::id);
  }

  /** A statistic of the columns of all rows; see {@link GramPlanner}. */
  public Node statistic(
      Node input, List<Expr> keys, Statistic statistic, List<Expr> columns, Grouping grouping) {
    requireMultiple(input, grouping);
    return new GramPlanner(input, statistic, columns).plan(id(), keys, grouping);
  }

  private static void requireMultiple(Node input, Grouping grouping) {
    if (grouping instanceof Grouping.BatchWindow(int length, int slide, _)) {
      Slides.requireMultiple(input, length, slide);
    }
  }

  /** The late rows of the group that made a stream. */
  public Node late(Node node) {
    Node maker = node;
    while (maker instanceof Node.Project project) {
      maker = project.input();
    }
    if (maker instanceof Node.Group group && group.grouping() instanceof Grouping.EventTime) {
      return new Node.Late(id(), group);
    }
    throw new UserException(
        "Late rows belong to windows of event time: operation=lateRows. Call it on the result of"
            + " groupBy(window(...)).agg(...).");
  }

  /** Keeps the rows of the last batches. */
  public Node buffer(Node input, int length, int slide) {
    Slides.requireMultiple(input, length, slide);
    return new Node.Buffer(id(), input, length, slide);
  }

  /** Attaches a sink. */
  public void output(Node input, Sink sink) {
    if (!endpoints.add(sink)) {
      throw new UserException(
          "A sink takes one stream: sink=" + sink.name() + ". Make another one, or a union.");
    }
    outputs.add(new Node.Output(id(), input, sink));
  }
}
