package io.millrace.bench.compare;

/**
 * Stands for a result, whatever the order of its rows: equal results have equal digests, and
 * different ones hardly ever.
 *
 * <p>A row's hash starts at 0; for each column in turn it becomes {@code mix((hash ^ value) +
 * 0x9E3779B97F4A7C15)} with SplitMix64's finaliser, where a string's value is the 64-bit FNV-1a
 * hash of its UTF-8 bytes. The result's hash is the sum of its rows' hashes, modulo 2^64.
 *
 * @param rows of the result
 * @param hash of the result
 */
public record ResultDigest(long rows, long hash) {
  /** The digest of no rows. */
  public static final ResultDigest EMPTY = new ResultDigest(0, 0);

  /** The digest of both results' rows. */
  public ResultDigest plus(ResultDigest other) {
    return new ResultDigest(rows + other.rows, hash + other.hash);
  }

  @Override
  public String toString() {
    return "%,d rows, hash %016x".formatted(rows, hash);
  }
}
