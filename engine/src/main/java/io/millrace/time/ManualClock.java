package io.millrace.time;

import java.util.ArrayList;
import java.util.List;

/** A clock that stands still until it is moved. For tests. */
public final class ManualClock implements Clock {
  private final List<Long> awaited = new ArrayList<>();
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
    Long mine = time;
    awaited.add(mine);
    try {
      while (now < time) {
        wait();
      }
    } finally {
      awaited.remove(mine);
    }
  }

  /** Moves the time forward and wakes whoever waits for it. */
  public synchronized void advance(long millis) {
    now += millis;
    notifyAll();
  }

  /**
   * Whether a thread waits for a time that has not come: a query that has nothing to do until its
   * next batch.
   */
  public synchronized boolean isAwaited() {
    return awaited.stream().anyMatch(time -> time > now);
  }
}
