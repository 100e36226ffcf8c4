package io.millrace.bench.data;

/**
 * SplitMix64, by position: the i-th number of a seed's sequence is computed without the ones before
 * it. Equal seeds give equal data on every machine.
 */
public final class SplitMix64 {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** The number at position {@code i} of the sequence that {@code seed} starts. */
  public static long at(long seed, long i) {
    return mix(seed + (i + 1) * GOLDEN);
  }

  /** The number at position {@code i}, scaled down to {@code [0, bound)}. */
  public static long below(long bound, long seed, long i) {
    return Math.unsignedMultiplyHigh(at(seed, i), bound);
  }

  /**
   * The finaliser: a bijection of the 64-bit numbers that changes half of the bits for each bit.
   */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
