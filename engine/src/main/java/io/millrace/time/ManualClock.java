package io.millrace.time;

/** A clock that stands still until it is moved. For tests. */
public final class ManualClock implements Clock {
  private long now;

  /** A clock that shows the given time. */
  public ManualClock(long startMillis) {
    this.now = startMillis;
  }

  @Override
  public synchronized long millis() {
    return now;
  }

  @Override
  public synchronized void awaitMillis(long time) throws InterruptedException {
    while (now < time) {
      wait();
    }
  }

  /** Moves the time forward and wakes whoever waits for it. */
  public synchronized void advance(long millis) {
    now += millis;
    notifyAll();
  }
}
