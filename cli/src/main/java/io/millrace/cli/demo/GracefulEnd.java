package io.millrace.cli.demo;

import io.millrace.StreamingContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a termination signal, ends the query as {@code stop(true)} does: the process waits for
 * the batch in hand, and for this to be closed.
 */
final class GracefulEnd implements AutoCloseable {
  private static final long MOST_SECONDS = 30;

  private final CountDownLatch ended = new CountDownLatch(1);
  private Thread hook;

  /** Begins to watch over a query that has been started. */
  void of(StreamingContext context) {
    hook = new Thread(() -> end(context), "millrace-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end(StreamingContext context) {
    context.stop(true);
    try {
      if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "millrace: The batch in hand must end: waited=" + MOST_SECONDS + "s. It was given up.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The query has ended: the process may end. */
  @Override
  public void close() {
    ended.countDown();
    if (hook == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook has been waiting for the latch
      return;
    }
  }
}
