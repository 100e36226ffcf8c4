package io.millrace.plan;

import io.millrace.expr.Bound;

/** Follows a column back to the watermark that was declared on it. */
final class EventTimes {
  private EventTimes() {}

  /** The watermark on a node's column, under whatever name; null if there is none. */
  static Node.Watermark watermark(Node node, int column) {
    return switch (node) {
      case Node.Watermark watermark ->
          watermark.column() == column ? watermark : watermark(watermark.input(), column);
      case Node.Filter filter -> watermark(filter.input(), column);
      case Node.Project project ->
          project.expressions().get(column) instanceof Bound.Ref ref
              ? watermark(project.input(), ref.ordinal())
              : null;
      case Node.Explode explode ->
          column < explode.kept().size()
              ? watermark(explode.input(), explode.kept().get(column))
              : null;
      case Node.Buffer _, Node.Group _, Node.Late _, Node.Union _, Node.Input _, Node.Output _ ->
          null;
    };
  }
}
