package io.millrace.kernels.op;

/** How a text may hold another; by bytes. The empty text is held everywhere. */
public enum TextMatch {
  CONTAINS,
  STARTS_WITH,
  ENDS_WITH
}
