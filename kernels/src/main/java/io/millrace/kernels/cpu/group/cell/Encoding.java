package io.millrace.kernels.cpu.group.cell;

/** In which form a column is brought before it is grouped by, aggregated or scattered. */
public enum Encoding {
  /** Only whether rows are null. */
  NULLS,
  /** 64 bits as they are: integers, raw doubles, booleans as 0 and 1; text as spans. */
  BITS,
  /** As {@link #BITS}, doubles with one NaN and one zero, so that equal keys have equal bits. */
  KEY,
  /** 64 bits whose signed order is the value's; text as spans. */
  ORDERED,
  /** Floating point; integers converted. */
  DOUBLES,
  /** The value's hash. */
  HASHED
}
