package io.millrace.plan;

import io.millrace.expr.Bound;
import io.millrace.expr.ExprText;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The plan as a text for people: outputs at the top, sources at the bottom, each line with types
 * and device. What is used several times is shown once.
 */
public final class PlanText {
  private final StringBuilder text = new StringBuilder();
  private final BackendChoice backend;
  private final Set<Integer> shown = new HashSet<>();

  private PlanText(BackendChoice backend) {
    this.backend = backend;
  }

  /** The plan below some nodes, before it runs. */
  public static String of(List<? extends Node> roots, BackendChoice backend) {
    PlanText plan = new PlanText(backend);
    roots.forEach(root -> plan.append(root, 0));
    return plan.text.toString();
  }

  private void append(Node node, int depth) {
    text.append("  ".repeat(depth)).append('#').append(node.id()).append(' ');
    if (!shown.add(node.id())) {
      text.append("as above").append(System.lineSeparator());
      return;
    }
    text.append(describe(node));
    text.append(" : ").append(columns(node.schema()));
    boolean computes =
        !(node instanceof Node.Input || node instanceof Node.Output || node instanceof Node.Union);
    if (computes) {
      Placement placement = backend.placement();
      text.append("  [").append(placement.device()).append(": ").append(placement.reason());
      if (node instanceof Node.Group group && group.spec() instanceof GramSpec) {
        // what a device says of itself is about the library that these need
        backend.providers().getFirst().remarks().forEach(each -> text.append("; ").append(each));
      }
      text.append(']');
    }
    text.append(System.lineSeparator());
    node.inputs().forEach(input -> append(input, depth + 1));
  }

  /** One node in words, as in plans, metrics and messages. */
  public static String describe(Node node) {
    return switch (node) {
      case Node.Input input -> "source " + input.source().name();
      case Node.Filter filter -> "filter " + filter.condition().text();
      case Node.Project project -> "select " + texts(project.expressions());
      case Node.Explode explode -> "explode " + explode.text().text();
      case Node.Union _ -> "union";
      case Node.Watermark watermark ->
          "watermark "
              + watermark.schema().getFields().get(watermark.column()).getName()
              + " less "
              + duration(watermark.lateness(), watermark.type());
      case Node.Group group -> group(group);
      case Node.Late _ -> "late rows";
      case Node.Buffer buffer ->
          "window of " + buffer.length() + " batches every " + buffer.slide();
      case Node.Output output -> "output " + output.sink().name();
    };
  }

  private static String group(Node.Group group) {
    String what =
        switch (group.spec()) {
          case GroupSpec spec ->
              "group by [" + texts(group.keys()) + "] [" + aggregates(spec, group.values()) + "]";
          case GramSpec _ -> group.statistic().title() + " of [" + texts(group.values()) + "]";
        };
    return what + " " + describe(group.grouping());
  }

  private static String aggregates(GroupSpec spec, List<Bound> values) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> aggregate(spec.aggregates().get(i), values.get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String aggregate(Aggregate aggregate, Bound input) {
    String text = ExprText.aggregate(aggregate.function(), input == null ? null : input.text());
    return text.equals(aggregate.name()) ? text : text + " as " + aggregate.name();
  }

  private static String describe(Grouping grouping) {
    return switch (grouping) {
      case Grouping.EachBatch _ -> "each batch";
      case Grouping.Running running -> running.complete() ? "running, complete" : "running, update";
      case Grouping.BatchWindow(int length, int slide, boolean inverse) ->
          "over " + length + " batches every " + slide + (inverse ? ", subtracting" : "");
      case Grouping.EventTime event ->
          "over "
              + duration(event.length(), event.time().type())
              + " every "
              + duration(event.slide(), event.time().type())
              + " of "
              + event.time().text()
              + (event.inverse() ? ", subtracting" : "");
    };
  }

  /** A duration in units of a type, as messages show durations: {@code PT10S}. */
  private static Duration duration(long units, DataType type) {
    long perSecond = type.unitsPerSecond();
    long nanosAUnit = 1_000_000_000L / perSecond;
    return Duration.ofSeconds(units / perSecond, units % perSecond * nanosAUnit);
  }

  private static String texts(List<Bound> bounds) {
    return bounds.stream().map(Bound::text).collect(Collectors.joining(", "));
  }

  private static String columns(Schema schema) {
    return schema.getFields().stream()
        .map(field -> field.getName() + " " + DataType.of(field))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
