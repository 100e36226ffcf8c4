package io.millrace.kernels;

/**
 * The least and the greatest value of a vector.
 *
 * @param min least value that is not null; greater than {@code max} if there is none
 * @param max greatest value that is not null
 */
public record LongRange(long min, long max) {
  /** The range of nothing. */
  public static final LongRange EMPTY = new LongRange(Long.MAX_VALUE, Long.MIN_VALUE);

  /** Whether there was no value. */
  public boolean isEmpty() {
    return min > max;
  }

  /** The range that holds both. */
  public LongRange union(LongRange other) {
    return new LongRange(Math.min(min, other.min), Math.max(max, other.max));
  }
}
