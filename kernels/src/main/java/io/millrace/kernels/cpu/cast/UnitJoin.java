package io.millrace.kernels.cpu.cast;

/**
 * Seconds and nanoseconds to units of a timestamp or duration, or the finding that they are out of
 * its range.
 */
final class UnitJoin {
  private final long perSecond;
  private final long nanosPerUnit;
  private long value;

  UnitJoin(long perSecond) {
    this.perSecond = perSecond;
    this.nanosPerUnit = 1_000_000_000L / perSecond;
  }

  /** What was joined last; 0 if that failed. */
  long value() {
    return value;
  }

  /**
   * Joins, toward the past; false if out of range. {@code nanos} is less than a second and not
   * negative. Seconds before the epoch are taken one less far, so that only results out of range
   * overflow.
   */
  boolean join(long seconds, long nanos) {
    long units = nanos / nanosPerUnit;
    long whole = seconds < 0 ? seconds + 1 : seconds;
    long rest = seconds < 0 ? units - perSecond : units;
    long product = whole * perSecond;
    long sum = product + rest;
    boolean fits =
        Math.multiplyHigh(whole, perSecond) == product >> 63
            && ((product ^ sum) & (rest ^ sum)) >= 0;
    value = fits ? sum : 0;
    return fits;
  }
}
