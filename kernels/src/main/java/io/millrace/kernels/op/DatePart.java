package io.millrace.kernels.op;

/** Parts of dates and times, in the proleptic Gregorian calendar. Not all can be truncated to. */
public enum DatePart {
  YEAR,
  QUARTER,
  MONTH,
  /** ISO week; truncation gives its Monday. */
  WEEK,
  /** Day of the month. */
  DAY,
  /** Monday is 1, Sunday 7. No truncation. */
  DAY_OF_WEEK,
  /** From 1. No truncation. */
  DAY_OF_YEAR,
  HOUR,
  MINUTE,
  SECOND,
  /** Milliseconds within the second. */
  MILLISECOND;

  /** Whether instants can be truncated to this unit. */
  public boolean truncates() {
    return this != DAY_OF_WEEK && this != DAY_OF_YEAR;
  }
}
