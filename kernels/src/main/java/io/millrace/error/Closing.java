package io.millrace.error;

import java.util.ArrayDeque;
import java.util.Deque;

/** Things to close, the last one first; a failure to close keeps none of the others open. */
public final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Will close a thing, before those that were added earlier. */
  public <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /**
   * Closes all. Returns the failure to report: the given one, with those of closing suppressed into
   * it, or the first of closing; null if there is none.
   */
  public Throwable close(Throwable failure) {
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

  /** Closes all, and throws the first failure with the others suppressed into it. */
  @Override
  public void close() {
    switch (close(null)) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e ->
          throw new InternalException(
              "Things close without checked exceptions: error=" + e + ". Please report it.", e);
    }
  }
}
