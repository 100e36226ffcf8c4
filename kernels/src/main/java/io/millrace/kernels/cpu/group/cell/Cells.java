package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.cpu.vec.LongVec;

/**
 * One column of one chunk in the form that group tables work on. A view over scratch arrays, which
 * may be longer than the chunk; who makes it says how long it lives.
 */
public final class Cells {
  /** Rows of a chunk when the table itself cuts chunks. */
  public static final int CHUNK = 2048;

  private final LongVec source;
  private final long[] words;
  private final double[] doubles;
  private final long[] tails;
  private final long[] validity;

  private Cells(LongVec source, long[] words, double[] doubles, long[] tails, long[] validity) {
    this.source = source;
    this.words = words;
    this.doubles = doubles;
    this.tails = tails;
    this.validity = validity;
  }

  /** A column of which only the nulls matter. */
  public static Cells nullsOnly(long[] validity) {
    return new Cells(null, null, null, null, validity);
  }

  /** Fixed-width values. */
  public static Cells ofWords(long[] words, long[] validity) {
    return new Cells(null, words, null, null, validity);
  }

  /** Fixed-width values as they lie in a vector, which may not have brought them into an array. */
  public static Cells ofWords(LongVec values) {
    return new Cells(values, null, null, null, values.validity());
  }

  /** Floating point values. */
  public static Cells ofDoubles(double[] doubles, long[] validity) {
    return new Cells(null, null, doubles, null, validity);
  }

  /** Text or binary. */
  public static Cells ofSpans(long[] heads, long[] tails, long[] validity) {
    return new Cells(null, heads, null, tails, validity);
  }

  /**
   * Fixed-width values as 64 bits, or for text and binary the heads of {@linkplain Spans spans};
   * null if {@link #doubles} holds the values or there are none.
   */
  public long[] words() {
    return source == null ? words : source.values();
  }

  /** Where fixed-width values lie in memory, 64 bits each; 0 if they are only in an array. */
  public long address() {
    return source == null ? 0 : source.address();
  }

  /** Floating point values; null otherwise. */
  public double[] doubles() {
    return doubles;
  }

  /** The tails of text and binary, {@link Spans#NULL} in null rows; null for other lanes. */
  public long[] tails() {
    return tails;
  }

  /**
   * One bit a row as in {@link io.millrace.kernels.cpu.vec.CpuVec#validity()}; null if no row is
   * null.
   */
  public long[] validity() {
    return validity;
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
