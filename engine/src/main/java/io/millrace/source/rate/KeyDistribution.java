package io.millrace.source.rate;

import io.millrace.error.UserException;

/** How often each of the keys 0 to N-1 comes. */
public sealed interface KeyDistribution permits UniformKeys, ZipfKeys {
  /** The number of different keys. */
  long keys();

  /** Writes the keys of {@code count} rows to the front of an array. */
  void draw(long seed, long firstRow, long[] into, int count);

  /** Each key equally often. */
  static KeyDistribution uniform(long keys) {
    if (keys < 1) {
      throw new UserException("There must be a key to draw: keys=" + keys + ". Ask for 1 or more.");
    }
    return new UniformKeys(keys);
  }

  /**
   * Key k as often as 1 / (k + 1)^exponent: 0 most often. Takes 8 bytes of heap a key.
   *
   * @param keys from 1 to 100 million
   * @param exponent from 0 (uniform); words of a natural language are near 1
   */
  static KeyDistribution zipf(int keys, double exponent) {
    return new ZipfKeys(keys, exponent);
  }
}
