package io.millrace.kernels.op;

/** Parts of dates and times, in the proleptic Gregorian calendar. Not all can be truncated to. */
public enum DatePart {
  /** Year; 0 is 1 BC. */
  YEAR,
  /** From 1 to 4. */
  QUARTER,
  /** From 1 to 12. */
  MONTH,
  /** ISO week; truncation gives its Monday. */
  WEEK,
  /** Day of the month. */
  DAY,
  /** Monday is 1, Sunday 7. No truncation. */
  DAY_OF_WEEK,
  /** From 1. No truncation. */
  DAY_OF_YEAR,
  /** From 0 to 23; 0 for dates. */
  HOUR,
  /** From 0 to 59. */
  MINUTE,
  /** From 0 to 59. */
  SECOND,
  /** Milliseconds within the second. */
  MILLISECOND;

  /** Whether instants can be truncated to this unit. */
  public boolean truncates() {
    return this != DAY_OF_WEEK && this != DAY_OF_YEAR;
  }
}
