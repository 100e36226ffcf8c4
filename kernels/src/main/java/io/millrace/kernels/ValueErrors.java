package io.millrace.kernels;

/**
 * Counts of rows for which an operation had no value and gave null instead.
 *
 * @param divisionsByZero integer divisions and remainders by zero
 * @param failedCasts casts of text that did not parse, or of numbers out of the target's range
 */
public record ValueErrors(long divisionsByZero, long failedCasts) {
  /** No errors. */
  public static final ValueErrors NONE = new ValueErrors(0, 0);

  /** All errors together. */
  public long total() {
    return divisionsByZero + failedCasts;
  }

  /** What came since an earlier reading. */
  public ValueErrors since(ValueErrors earlier) {
    return new ValueErrors(
        divisionsByZero - earlier.divisionsByZero, failedCasts - earlier.failedCasts);
  }

  /** Both together. */
  public ValueErrors plus(ValueErrors other) {
    return new ValueErrors(
        divisionsByZero + other.divisionsByZero, failedCasts + other.failedCasts);
  }
}
