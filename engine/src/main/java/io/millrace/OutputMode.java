package io.millrace;

/** Which groups of a running aggregate come out after each batch. */
public enum OutputMode {
  /** Those that the batch changed. */
  UPDATE,
  /** All. */
  COMPLETE
}
