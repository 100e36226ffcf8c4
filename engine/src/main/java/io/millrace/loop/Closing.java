package io.millrace.loop;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things to close, the last one first; a failure to close keeps none of the others open. */
final class Closing {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * Closes all. Returns the failure to report: the given one, with those of closing suppressed into
   * it, or the first.
   */
  Throwable close(Throwable failure) {
    Throwable first = failure;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Throwable e) {
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }
}
