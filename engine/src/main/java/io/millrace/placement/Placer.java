package io.millrace.placement;

import java.util.Locale;

/**
 * Decides on which of two devices, 0 and 1, the next batch runs: on the one whose cost model says
 * less. The models come from {@link Calibration}, whose job is not the query's; so what batches in
 * fact took corrects the model of the device that they ran on, and, as long as that is all there
 * is, of the other one by the same factor: a query that is heavier than the calibration's job is
 * heavier on both.
 *
 * <p>What the first batch after a change took says nothing: kernels are compiled then, memory is
 * taken, and groups have moved. Nor does one slow batch say much, since the device that is not in
 * use cannot show that it got faster.
 *
 * <p>After the first batch the device changes only when the other one would have been better by a
 * quarter for three batches on end: state has to move, and sizes go up and down.
 *
 * <p>Knows no devices, only their numbers; for one thread.
 */
public final class Placer {
  private static final double BETTER = 1.25;
  private static final int BATCHES = 3;

  /** How much of a new observation counts. */
  private static final double WEIGHT = 0.2;

  /** An observation counts as no more than so many times what was expected. */
  private static final double MOST = 4;

  /** Below this, what a batch took is mostly what happened around it. */
  private static final long LEAST_ROWS = 1000;

  private final String[] names;
  private final CostModel[] calibrated;
  private final double[] corrections = {1, 1};
  private final boolean[] observed = new boolean[2];
  private int current = -1;
  private int streak;
  private boolean changed;

  /** Two devices, by name as in {@code device=cpu}, and what they cost. */
  public Placer(String first, CostModel firstCost, String second, CostModel secondCost) {
    this.names = new String[] {first, second};
    this.calibrated = new CostModel[] {firstCost, secondCost};
  }

  /** The device for a batch of so many rows, 0 or 1. */
  public int place(long rows) {
    int better = cost(0).nanos(rows) <= cost(1).nanos(rows) ? 0 : 1;
    int before = current;
    if (current < 0) {
      current = better;
    } else if (better == current || cost(current).nanos(rows) < BETTER * cost(better).nanos(rows)) {
      streak = 0;
    } else if (++streak >= BATCHES) {
      current = better;
      streak = 0;
    }
    changed = current != before;
    return current;
  }

  /** What a batch took on the device that it was placed on. */
  public void observe(long rows, long nanos) {
    if (rows < LEAST_ROWS || changed) {
      return;
    }
    double factor = nanos / calibrated[current].nanos(rows);
    double before = corrections[current];
    corrections[current] =
        observed[current]
            ? (1 - WEIGHT) * before + WEIGHT * Math.min(factor, MOST * before)
            : factor;
    observed[current] = true;
    int other = 1 - current;
    if (!observed[other]) {
      corrections[other] = corrections[current];
    }
  }

  private CostModel cost(int device) {
    return calibrated[device].times(corrections[device]);
  }

  /** Why a batch of so many rows runs where it does, in a few words. */
  public String reason(long rows) {
    if (current < 0) {
      return "device=auto, decided with the first batch; " + crossover();
    }
    return String.format(
        Locale.ROOT, "device=auto, %,d rows on %s, %s", rows, names[current], crossover());
  }

  private String crossover() {
    long first = cost(0).crossover(cost(1));
    long second = cost(1).crossover(cost(0));
    if (first == 0) {
      return names[0] + " is ahead at any size";
    }
    if (second == 0) {
      return names[1] + " is ahead at any size";
    }
    return first < second
        ? String.format(Locale.ROOT, "%s is ahead from %,d rows on", names[0], first)
        : String.format(Locale.ROOT, "%s is ahead from %,d rows on", names[1], second);
  }
}
