package io.millrace.bench.compare;

/**
 * How much data the scenarios have.
 *
 * @param rows of each scenario but the text ones
 * @param manyKeys the keys of the scenarios with the most
 * @param eventKeys the keys of the scenarios over event time
 * @param eventRowsPerSecond how many rows share one second of event time
 * @param textBytes of the text
 * @param words different ones in the text
 * @param seed of all data
 */
public record Scale(
    long rows,
    long manyKeys,
    long eventKeys,
    long eventRowsPerSecond,
    long textBytes,
    int words,
    long seed) {
  /** What the project's figures are measured with. */
  public static Scale full(long seed) {
    return new Scale(20_000_000, 10_000_000, 1_000, 100_000, 1_000_000_000, 100_000, seed);
  }

  /** A tenth or less, to see that all works; its figures mean little. */
  public static Scale quick(long seed) {
    return new Scale(2_000_000, 1_000_000, 1_000, 10_000, 50_000_000, 100_000, seed);
  }
}
