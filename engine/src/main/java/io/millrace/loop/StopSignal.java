package io.millrace.loop;

import io.millrace.time.Clock;

/** Tells a loop to stop: after the batch in hand, or in the midst of it. Thread-safe. */
final class StopSignal {
  private volatile boolean requested;
  private volatile boolean immediate;
  private Thread waiting;

  /** Whether no further batch should begin. */
  boolean requested() {
    return requested;
  }

  /** Whether the batch in hand should be given up. */
  boolean immediate() {
    return immediate;
  }

  /** Asks for the end; a loop that waits for its next batch is woken. */
  synchronized void request(boolean graceful) {
    requested = true;
    immediate |= !graceful;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** Waits for a time, but no longer than until the end is asked for. */
  void awaitUntil(Clock clock, long time) throws InterruptedException {
    synchronized (this) {
      if (requested) {
        return;
      }
      waiting = Thread.currentThread();
    }
    try {
      clock.awaitMillis(time);
    } catch (InterruptedException e) {
      if (!requested) {
        throw e;
      }
    } finally {
      synchronized (this) {
        waiting = null;
        if (requested) {
          // an interrupt that came just after the wait must not reach the batch in hand
          Thread.interrupted();
        }
      }
    }
  }
}
