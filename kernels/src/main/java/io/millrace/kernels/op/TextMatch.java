package io.millrace.kernels.op;

/** How a text may hold another; by bytes. The empty text is held everywhere. */
public enum TextMatch {
  /** Anywhere. */
  CONTAINS,
  /** At its beginning. */
  STARTS_WITH,
  /** At its end. */
  ENDS_WITH
}
