package io.millrace.kernels.op;

/** Text to text. */
public enum TextFunction {
  /** Unicode simple and full case mapping of the root locale. */
  LOWER,
  /** Unicode simple and full case mapping of the root locale. */
  UPPER,
  /** Without leading and trailing ASCII white space. */
  TRIM
}
