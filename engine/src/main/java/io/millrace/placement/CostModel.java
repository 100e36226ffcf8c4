package io.millrace.placement;

/**
 * What a batch costs on a device: a part for each batch, and a part for each row, the way over the
 * link included.
 *
 * @param fixedNanos nanoseconds a batch, however small
 * @param nanosPerRow nanoseconds a row
 */
public record CostModel(double fixedNanos, double nanosPerRow) {
  /** Nanoseconds for so many rows. */
  public double nanos(long rows) {
    return fixedNanos + rows * nanosPerRow;
  }

  /** The same device for work that is so many times as much. */
  CostModel times(double factor) {
    return new CostModel(fixedNanos * factor, nanosPerRow * factor);
  }

  /**
   * The rows from which on this costs less than the other; {@link Long#MAX_VALUE} if it never does,
   * 0 if always.
   */
  public long crossover(CostModel other) {
    double perRow = other.nanosPerRow - nanosPerRow;
    double fixed = fixedNanos - other.fixedNanos;
    if (fixed <= 0) {
      return perRow >= 0 ? 0 : Long.MAX_VALUE;
    }
    return perRow <= 0 ? Long.MAX_VALUE : (long) Math.ceil(fixed / perRow);
  }

  /** The line through two measurements, at {@code few} and {@code many} rows. */
  static CostModel through(long few, double fewNanos, long many, double manyNanos) {
    double perRow = Math.max(0, (manyNanos - fewNanos) / (many - few));
    return new CostModel(Math.max(0, fewNanos - few * perRow), perRow);
  }
}
