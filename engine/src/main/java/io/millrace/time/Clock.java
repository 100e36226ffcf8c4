package io.millrace.time;

/** The time that a query lives by: the machine's, or one that a test moves by hand. Thread-safe. */
public interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  long millis();

  /**
   * Waits until {@link #millis()} is at least the given time.
   *
   * @throws InterruptedException if the thread was interrupted, which is how a query that stops is
   *     woken
   */
  void awaitMillis(long time) throws InterruptedException;

  /** The machine's clock. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
