package io.millrace.bench.compare;

/**
 * What is asked of every contender. The result's columns stand in the order given here, its rows in
 * any order. Integers are int64 or wider, times are microseconds since 1970.
 */
public enum Query {
  /** {@code key, sum(value), count(*)} of rows {@code key, value}. */
  SUM_AND_COUNT_BY_KEY("sum and count by key"),

  /** {@code key, count(*)} of rows {@code time, key}. */
  COUNT_BY_KEY("count by key"),

  /** {@code word, count(*)} of rows {@code line} in memory, split at each space. */
  COUNT_WORDS("count words in memory"),

  /** As {@link #COUNT_WORDS}, but of a file of lines, which is read as part of the query. */
  COUNT_WORDS_OF_FILE("count words of a file"),

  /** {@code start, key, count(*)} of rows {@code time, key}: windows of 10 s, one after another. */
  COUNT_BY_TUMBLING_WINDOW("count by tumbling window of 10 s and key"),

  /**
   * {@code start, key, count(*)} of rows {@code time, key}: windows of 10 s, one each second. All
   * windows with rows count, those that begin before the first row too.
   */
  COUNT_BY_SLIDING_WINDOW("count by sliding window of 10 s by 1 s and key");

  /** The length of a window. */
  public static final long WINDOW_MICROS = 10_000_000;

  /** From the start of one sliding window to the next. */
  public static final long SLIDE_MICROS = 1_000_000;

  private final String title;

  Query(String title) {
    this.title = title;
  }

  /** The query in words. */
  public String title() {
    return title;
  }
}
