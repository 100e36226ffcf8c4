package io.millrace.source.rate;

/**
 * The rows to generate.
 *
 * @param first number of the first row, from 0
 * @param rows how many
 * @param seed the column's own seed: that of the source mixed with the column's position
 * @param startMillis event time of row 0, milliseconds since 1970-01-01T00:00Z
 * @param eventsPerSecond rows in one second of event time, from 1 to 10^12
 */
public record RowRange(long first, int rows, long seed, long startMillis, long eventsPerSecond) {
  /** The seed of one of a source's columns: columns of one kind must not repeat each other. */
  public static long columnSeed(long sourceSeed, int ordinal) {
    return SplitMix.at(sourceSeed, ordinal + 1L);
  }
}
