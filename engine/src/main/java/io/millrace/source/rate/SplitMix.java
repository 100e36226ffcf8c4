package io.millrace.source.rate;

/**
 * SplitMix64 as a function of the place in its sequence: the n-th number is found without the ones
 * before it, so a row's values depend on the row's number alone.
 */
final class SplitMix {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private SplitMix() {}

  /** Number {@code n} of the sequence that begins at {@code seed}. */
  static long at(long seed, long n) {
    long z = seed + n * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** A random number mapped to 0 (inclusive) to {@code bound} (exclusive), both unsigned. */
  static long below(long random, long bound) {
    return Math.unsignedMultiplyHigh(random, bound);
  }
}
