package io.millrace.source;

/**
 * How much one poll may take.
 *
 * @param rows at least 1
 * @param bytes at least 1
 */
public record Limit(long rows, long bytes) {
  /** No limit. */
  public static final Limit NONE = new Limit(Long.MAX_VALUE, Long.MAX_VALUE);
}
