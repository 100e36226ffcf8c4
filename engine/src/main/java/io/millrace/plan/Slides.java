package io.millrace.plan;

import io.millrace.error.UserException;

/** How often streams have something to say: a windowed stream only every few batches. */
public final class Slides {
  private Slides() {}

  /** A node gives rows once in so many batches. */
  public static int of(Node node) {
    return switch (node) {
      case Node.Input _ -> 1;
      case Node.Buffer buffer -> buffer.slide();
      case Node.Group(_, _, _, _, _, Grouping.BatchWindow window, _, _, _) -> window.slide();
      case Node.Group group -> of(group.input());
      case Node.Late late -> of(late.group().input());
      case Node.Union union -> of(union.inputs().getFirst()); // the others slide with it
      case Node.Filter filter -> of(filter.input());
      case Node.Project project -> of(project.input());
      case Node.Explode explode -> of(explode.input());
      case Node.Watermark watermark -> of(watermark.input());
      case Node.Output output -> of(output.input());
    };
  }

  /**
   * Refuses windows that are no multiples of what they are over, and unions that keep no common
   * time.
   */
  static void requireMultiple(Node input, int length, int slide) {
    int every = of(input);
    if (length % every != 0 || slide % every != 0) {
      throw new UserException(
          "A window over a windowed stream must be a multiple of that one's slide: length="
              + length
              + " batches, slide="
              + slide
              + " batches, stream's slide="
              + every
              + " batches.");
    }
  }

  static void requireSame(Iterable<Node> inputs) {
    int first = 0;
    for (Node input : inputs) {
      int every = of(input);
      if (first != 0 && every != first) {
        throw new UserException(
            "A union's inputs must slide together: first="
                + first
                + " batches, other="
                + every
                + " batches.");
      }
      first = every;
    }
  }
}
