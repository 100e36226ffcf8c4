package io.millrace.ipc.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting with an end. */
public final class Patience {
  private Patience() {}

  /**
   * Does something that waits for a peer, on a thread that is interrupted when the time is up. It
   * is one of the platform, for the reason that {@link PeerThreads} has.
   *
   * @throws InterruptedIOException if it took too long, or the caller was interrupted
   */
  public static <T> T within(Duration time, Callable<T> waiting) throws IOException {
    FutureTask<T> task = new FutureTask<>(waiting);
    Thread thread = Thread.ofPlatform().daemon().name("waiting for a peer").start(task);
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw late("nothing came", e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw late("interrupted", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static InterruptedIOException late(String reason, Exception cause) {
    InterruptedIOException late = new InterruptedIOException(reason);
    late.initCause(cause);
    return late;
  }

  private static IOException rethrown(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
