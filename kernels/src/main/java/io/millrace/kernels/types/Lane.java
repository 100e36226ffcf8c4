package io.millrace.kernels.types;

/**
 * The few shapes in which values are computed. Narrow Arrow types are widened into their lane when
 * a chunk is loaded and narrowed when a result is written, so kernels are not multiplied by type.
 */
public enum Lane {
  /**
   * Integers, dates, timestamps and durations as 64-bit two's complement; unsigned 64-bit as its
   * bits.
   */
  LONG,
  /** Floating point as IEEE binary64. */
  DOUBLE,
  /** Booleans as bits. */
  BOOL,
  /** UTF-8 text and binary as address and length of bytes. */
  BYTES
}
