package io.millrace.source;

/** What a text source does with bytes that are not UTF-8. */
public enum MalformedText {
  /** Puts U+FFFD in their place, as Java's decoder does, and counts the rows. */
  REPLACE,
  /** Fails the query, naming the source, the place and the byte. */
  FAIL
}
