package io.millrace;

import io.millrace.error.UserException;

/**
 * How large micro-batches may become.
 *
 * @param maxRows rows that one poll of a source may take
 * @param maxBytes bytes that one poll of a source may take
 * @param backPressure whether a batch that takes longer than the interval lowers the limit for the
 *     next ones
 */
public record Limits(long maxRows, long maxBytes, boolean backPressure) {
  /** No fixed limit but 1 GiB a poll, with back-pressure. */
  public static final Limits DEFAULT = new Limits(Long.MAX_VALUE, 1L << 30, true);

  /**
   * Checks the numbers.
   *
   * @throws UserException if one of them is less than 1
   */
  public Limits {
    if (maxRows < 1 || maxBytes < 1) {
      throw new UserException(
          "A limit must let something through: maxRows="
              + maxRows
              + ", maxBytes="
              + maxBytes
              + ".");
    }
  }

  /** The same with another number of rows. */
  public Limits withMaxRows(long rows) {
    return new Limits(rows, maxBytes, backPressure);
  }

  /** The same with another number of bytes. */
  public Limits withMaxBytes(long bytes) {
    return new Limits(maxRows, bytes, backPressure);
  }

  /** The same with or without back-pressure. */
  public Limits withBackPressure(boolean lowers) {
    return new Limits(maxRows, maxBytes, lowers);
  }
}
