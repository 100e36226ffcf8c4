package io.millrace.source.rate;

import io.millrace.error.UserException;
import io.millrace.kernels.types.DataType;
import org.apache.arrow.vector.types.TimeUnit;

/** The columns that the generator knows. */
public final class RateColumns {
  private RateColumns() {}

  /** The row's number, from 0; int64. */
  public static RateColumn sequence() {
    return new FixedColumn(DataType.INT64, Fills::sequence);
  }

  /** Event time in order: as {@link #timestamp(long)} without disorder. */
  public static RateColumn timestamp() {
    return timestamp(0);
  }

  /**
   * Event time, timestamp[us, UTC]: the time at which the row is due, set back by a random time up
   * to a bound, so that rows come out of order and a watermark that allows this lateness loses
   * none.
   *
   * @param disorderMillis the bound, from 0 (in order)
   */
  public static RateColumn timestamp(long disorderMillis) {
    if (disorderMillis < 0 || disorderMillis > Long.MAX_VALUE / 2000) {
      throw new UserException(
          "Disorder is a span of milliseconds from 0: disorderMillis=" + disorderMillis + ".");
    }
    return new FixedColumn(
        DataType.timestamp(TimeUnit.MICROSECOND, "UTC"),
        (range, address) -> Fills.times(range, address, disorderMillis * 1000));
  }

  /** Keys as int64, from 0. */
  public static RateColumn longKey(KeyDistribution keys) {
    return new FixedColumn(DataType.INT64, new LongKeys(keys));
  }

  /**
   * Keys as text of equal length, such as {@code key-042}.
   *
   * @param prefix at most 8 bytes of UTF-8
   * @param keys at most 10^16 of them
   */
  public static RateColumn textKey(String prefix, KeyDistribution keys) {
    return new TextKeys(prefix, keys);
  }

  /** Values from {@code from} (inclusive) to {@code to} (exclusive), each equally often; int64. */
  public static RateColumn longs(long from, long to) {
    if (from >= to) {
      throw new UserException("A range must not be empty: from=" + from + ", to=" + to + ".");
    }
    return new FixedColumn(
        DataType.INT64, (range, address) -> Fills.longs(range, address, from, to - from));
  }

  /** Values from {@code from} (inclusive) to {@code to} (exclusive), evenly spread; float64. */
  public static RateColumn doubles(double from, double to) {
    if (!(from < to) || !Double.isFinite(to - from)) {
      throw new UserException(
          "A range must not be empty, and finite: from=" + from + ", to=" + to + ".");
    }
    return new FixedColumn(
        DataType.FLOAT64, (range, address) -> Fills.doubles(range, address, from, to - from));
  }
}
