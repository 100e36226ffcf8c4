package io.millrace;

/**
 * What becomes of a value that cannot be computed: an integer division by zero, a cast that does
 * not fit.
 */
public enum OnValueError {
  /** It is null, and counted in the batch's metrics. */
  NULL,
  /** The batch fails before its results reach a sink. */
  FAIL
}
