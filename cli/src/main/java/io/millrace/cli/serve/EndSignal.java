package io.millrace.cli.serve;

import io.millrace.error.InternalException;
import io.millrace.error.MillraceException;
import io.millrace.metrics.BatchListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What ends a server: Ctrl-C or a termination signal, the end of standard input where that is asked
 * for, or the failure of its query.
 */
final class EndSignal implements BatchListener, AutoCloseable {
  private static final long MOST_SECONDS = 30;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::endProcess, "millrace-end");
  private volatile Throwable failure;

  /** Begins to watch. */
  void begin(boolean standardInput) {
    Runtime.getRuntime().addShutdownHook(hook);
    if (standardInput) {
      Thread.ofPlatform().daemon().name("millrace-stdin").start(this::awaitEndOfInput);
    }
  }

  private void endProcess() {
    asked.countDown();
    try {
      if (!closed.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "millrace: A server must end in time: waited=" + MOST_SECONDS + "s. It was given up.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // only its end counts
      }
    } catch (IOException e) {
      System.err.println("millrace: Standard input has failed, the server ends: error=" + e);
    } finally {
      asked.countDown();
    }
  }

  @Override
  public void onFailure(Throwable cause) {
    failure = cause;
    asked.countDown();
  }

  /**
   * Waits.
   *
   * @throws MillraceException if the query has failed
   */
  void await() throws InterruptedException {
    asked.await();
    switch (failure) {
      case null -> {}
      case MillraceException e -> throw e;
      default -> throw new InternalException("A query must fail with a reason.", failure);
    }
  }

  /** The server has ended: the process may end. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook has been waiting for this
      return;
    }
  }
}
