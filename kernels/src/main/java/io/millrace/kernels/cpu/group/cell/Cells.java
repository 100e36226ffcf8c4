package io.millrace.kernels.cpu.group.cell;

/**
 * One column of one chunk in the form that group tables work on. A view over scratch arrays, which
 * may be longer than the chunk; who makes it says how long it lives.
 *
 * @param words fixed-width values as 64 bits, or for text and binary the heads of {@linkplain Spans
 *     spans}; null if {@code doubles} holds the values or there are none
 * @param doubles floating point values; null otherwise
 * @param tails the tails of text and binary, {@link Spans#NULL} in null rows; null for other lanes
 * @param validity one bit a row as in {@link io.millrace.kernels.cpu.vec.CpuVec#validity()}; null
 *     if no row is null
 */
public record Cells(long[] words, double[] doubles, long[] tails, long[] validity) {
  /** Rows of a chunk when the table itself cuts chunks. */
  public static final int CHUNK = 2048;

  /** A column of which only the nulls matter. */
  public static Cells nullsOnly(long[] validity) {
    return new Cells(null, null, null, validity);
  }

  /** Fixed-width values. */
  public static Cells ofWords(long[] words, long[] validity) {
    return new Cells(words, null, null, validity);
  }

  /** Floating point values. */
  public static Cells ofDoubles(double[] doubles, long[] validity) {
    return new Cells(null, doubles, null, validity);
  }

  /** Text or binary. */
  public static Cells ofSpans(long[] heads, long[] tails, long[] validity) {
    return new Cells(heads, null, tails, validity);
  }

  /** Whether a row may be null. */
  public boolean mayHaveNulls() {
    return validity != null;
  }

  /** Whether a row has a value. For slow paths; loops use {@link #bit}. */
  public boolean isValid(int row) {
    return validity == null || bit(validity, row) != 0;
  }

  /** The bit of a row, 0 or 1. */
  public static long bit(long[] bits, int row) {
    return bits[row >> 6] >>> row & 1;
  }

  /** Words that hold the bits of so many rows. */
  public static int words(int rows) {
    return (rows + 63) >> 6;
  }
}
