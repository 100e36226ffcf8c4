package io.millrace.bench.compare;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits for moments in which other processes leave the machine alone, and says which runs they
 * disturbed; until its patience is used up, after which every moment is good enough. For one
 * thread.
 */
final class Calm {
  /** Others may use this many processors. */
  private static final double LIMIT = 0.15;

  /** The kernel counts in ticks of 10 ms; a few of them say nothing about a short run. */
  private static final long BLUR_NANOS = 30_000_000;

  private final Supplier<OtherLoad> load;
  private final Pause pause;
  private long patienceNanos;
  private long othersNanos;
  private long runNanos;

  /** Lets some time pass before the next look. */
  interface Pause {
    void make() throws InterruptedException;
  }

  /**
   * On the machine's own counters.
   *
   * @param patience how long to wait, and to repeat runs, in all
   */
  Calm(Duration patience) {
    this(patience, OtherLoad::now, () -> Thread.sleep(200));
  }

  Calm(Duration patience, Supplier<OtherLoad> load, Pause pause) {
    this.patienceNanos = patience.toNanos();
    this.load = load;
    this.pause = pause;
  }

  /** Runs a contender when it is calm, again if others disturbed it, and returns the last run. */
  Measurement measure(Contender contender) throws Exception {
    while (true) {
      await();
      OtherLoad before = load.get();
      Measurement measurement = contender.run();
      OtherLoad after = load.get();
      if (patienceNanos <= 0 || !disturbed(before, after)) {
        keep(before, after);
        return measurement;
      }
    }
  }

  private void keep(OtherLoad before, OtherLoad after) {
    othersNanos += after.nanosSince(before);
    runNanos += after.atNanos() - before.atNanos();
  }

  /**
   * The processors that others kept busy during the runs that were returned; negative if unknown.
   */
  double otherProcessors() {
    return (double) othersNanos / runNanos;
  }

  private void await() throws InterruptedException {
    while (patienceNanos > 0) {
      OtherLoad before = load.get();
      pause.make();
      if (!disturbed(before, load.get())) {
        return;
      }
    }
  }

  /** Whether others used the machine meanwhile; the time is then lost, and patience with it. */
  private boolean disturbed(OtherLoad before, OtherLoad after) {
    long elapsed = after.atNanos() - before.atNanos();
    boolean disturbed = after.nanosSince(before) > LIMIT * elapsed + BLUR_NANOS;
    patienceNanos -= disturbed ? elapsed : 0;
    return disturbed;
  }
}
