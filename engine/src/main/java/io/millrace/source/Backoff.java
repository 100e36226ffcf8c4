package io.millrace.source;

/** How long to wait before the next try: twice as long each time, between two bounds. */
public final class Backoff {
  private final long least;
  private final long most;
  private long next;

  /** Waits from {@code leastMillis} to {@code mostMillis}. */
  public Backoff(long leastMillis, long mostMillis) {
    this.least = leastMillis;
    this.most = mostMillis;
    this.next = leastMillis;
  }

  /** Milliseconds to wait now. */
  public long next() {
    long now = next;
    next = Math.min(most, now * 2);
    return now;
  }

  /** It has worked: begin with the shortest wait the next time. */
  public void reset() {
    next = least;
  }
}
