package io.millrace.source;

import io.millrace.error.UserException;

/**
 * A place in a source, in a form of the source's own that people can read and the source can parse
 * again, such as {@code rows=1200} or {@code file=a.txt, byte=4096}.
 */
public record Offset(String text) {
  private static final String ROWS = "rows=";

  /** The place behind so many rows, {@code rows=1200}. */
  public static Offset ofRows(long rows) {
    return new Offset(ROWS + rows);
  }

  /**
   * The number of rows in front of this place.
   *
   * @param source whose offset this should be, for the message
   * @throws UserException if the text is not {@code rows=N}
   */
  public long rows(String source) {
    try {
      long rows = text.startsWith(ROWS) ? Long.parseLong(text.substring(ROWS.length())) : -1;
      if (rows >= 0) {
        return rows;
      }
    } catch (NumberFormatException e) {
      throw foreign(this, source, "rows=1200", e);
    }
    throw foreign(this, source, "rows=1200", null);
  }

  /** The error for an offset that is not one of a source's own. */
  static UserException foreign(Offset offset, String source, String example, Throwable cause) {
    return new UserException(
        "An offset must be one that its source has given: source="
            + source
            + ", offset="
            + offset
            + ". It looks like "
            + example
            + ".",
        cause);
  }

  @Override
  public String toString() {
    return text;
  }
}
