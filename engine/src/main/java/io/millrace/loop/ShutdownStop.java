package io.millrace.loop;

import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a query as {@code stop(true)} does when the process is asked to end, by Ctrl-C or a
 * termination signal: the process waits for the batch in hand, and a moment for the program to
 * close its context and say its last words.
 */
public final class ShutdownStop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownStop.class);

  /** A wait that is longer is told. */
  private static final Duration SILENT = Duration.ofSeconds(1);

  private final Query query;
  private final Duration mostForQuery;
  private final Duration mostForProgram;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "millrace-shutdown");

  /**
   * For a query that has been started.
   *
   * @param mostForQuery how long the process waits for the batch in hand
   * @param mostForProgram how long it waits then for {@link #close()}
   */
  ShutdownStop(Query query, Duration mostForQuery, Duration mostForProgram) {
    this.query = query;
    this.mostForQuery = mostForQuery;
    this.mostForProgram = mostForProgram;
  }

  /** Watches over a query from now on. */
  public static ShutdownStop of(Query query) {
    ShutdownStop stop = new ShutdownStop(query, Duration.ofSeconds(30), Duration.ofSeconds(1));
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** What the process does before it ends. */
  void end() {
    if (query.hasEnded()) {
      return;
    }
    query.stop(true);
    try {
      if (awaitQuery()) {
        closed.await(mostForProgram.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        LOG.warn(
            "The batch in hand should end before the process does: waited={} s. It is given up,"
                + " uncommitted.",
            mostForQuery.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitQuery() throws InterruptedException {
    Duration silent = mostForQuery.compareTo(SILENT) < 0 ? mostForQuery : SILENT;
    try {
      if (query.awaitEnd(silent)) {
        return true;
      }
      LOG.warn(
          "Waiting for the batch in hand, which a slow source or sink may hold up: at most={} s.",
          mostForQuery.toSeconds());
      return query.awaitEnd(mostForQuery.minus(silent));
    } catch (MillraceException e) {
      // its failure is told by awaitTermination and the listeners
      return true;
    }
  }

  /** The program has closed its context: the process may end. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.trace("The process is ending, and has been waiting for this.", e);
    }
  }
}
