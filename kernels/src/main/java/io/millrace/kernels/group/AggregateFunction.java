package io.millrace.kernels.group;

/** The aggregates, each over the rows of a group; all but {@code COUNT_ALL} skip nulls. */
public enum AggregateFunction {
  /** Rows, nulls included; takes no input. */
  COUNT_ALL,
  /** Rows whose input is not null. */
  COUNT,
  /**
   * {@code INT64} or {@code UINT64} modulo 2^64, or {@code FLOAT64}; durations stay durations. Null
   * without input.
   */
  SUM,
  /** Input's type; total order of doubles, unsigned bytes for text. Null without input. */
  MIN,
  /** As {@code MIN}. */
  MAX,
  /** {@code FLOAT64}. Null without input. */
  MEAN,
  /** Sample variance, {@code FLOAT64}; null below two inputs. */
  VARIANCE,
  /** Square root of the sample variance; null below two inputs. */
  STDDEV,
  /** The input that is not null and came first in the stream's order. */
  FIRST,
  /** The input that is not null and came last in the stream's order. */
  LAST,
  /**
   * HyperLogLog estimate of the number of distinct inputs, {@code INT64}; 2^12 registers, standard
   * error 1.6%.
   */
  APPROX_DISTINCT;

  /**
   * Whether a partial state can be taken out of another again, exactly for integers and within
   * rounding for doubles: what {@link GroupTable#deduct} needs.
   */
  public boolean deducts() {
    return switch (this) {
      case COUNT_ALL, COUNT, SUM, MEAN, VARIANCE, STDDEV -> true;
      case MIN, MAX, FIRST, LAST, APPROX_DISTINCT -> false;
    };
  }
}
