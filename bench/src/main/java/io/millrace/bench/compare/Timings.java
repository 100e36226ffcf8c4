package io.millrace.bench.compare;

import java.util.Arrays;

/**
 * The timed rounds of one contender in one scenario. Immutable.
 *
 * @param contender its name
 * @param role what the figures are for
 * @param version of what ran
 * @param nanos the time of each round, at least one
 * @param rows of the data set
 * @param bytes of the data set
 */
public record Timings(
    String contender, Role role, String version, long[] nanos, long rows, long bytes) {
  /** Keeps a copy of the times. */
  public Timings {
    nanos = nanos.clone();
  }

  /** Half of the rounds took this long or less. */
  public double medianSeconds() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double upper = sorted[middle];
    double lower = sorted.length % 2 == 0 ? sorted[middle - 1] : upper;
    return (lower + upper) / 2 / 1e9;
  }

  /** The time of the fastest round. */
  public double bestSeconds() {
    return Arrays.stream(nanos).min().orElseThrow() / 1e9;
  }

  /** Rows a second in the median round. */
  public double medianRate() {
    return rows / medianSeconds();
  }

  /** Rows a second in the fastest round. */
  public double bestRate() {
    return rows / bestSeconds();
  }

  /** Bytes of the data set a second in the median round. */
  public double medianByteRate() {
    return bytes / medianSeconds();
  }
}
