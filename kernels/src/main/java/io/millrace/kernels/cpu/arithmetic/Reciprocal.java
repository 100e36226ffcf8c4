package io.millrace.kernels.cpu.arithmetic;

import java.math.BigInteger;

/**
 * A positive divisor as a multiplier: a division of 64 bits takes some forty cycles, a
 * multiplication three. Granlund and Montgomery, "Division by invariant integers using
 * multiplication", 1994, for numerators of 63 bits: with {@code k = ceil(log2(d))} and {@code m =
 * floor(2^(63 + k) / d) + 1}, {@code x / d} is {@code x * m / 2^(63 + k)}.
 */
record Reciprocal(long multiplier, int shift) {

  /** The reciprocal of a divisor of at least 2. */
  static Reciprocal of(long divisor) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(divisor - 1);
    long multiplier =
        BigInteger.ONE
            .shiftLeft(Long.SIZE - 1 + bits)
            .divide(BigInteger.valueOf(divisor))
            .add(BigInteger.ONE)
            .longValue();
    return new Reciprocal(multiplier, bits - 1);
  }

  /** {@link Math#floorDiv(long, long)} of each value. */
  void floorDivide(long[] values, long[] result, int n) {
    floorDivide(values, multiplier, shift, result, n);
  }

  private static void floorDivide(long[] values, long multiplier, int shift, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      // the floor of a negative number's quotient is the complement of its complement's
      long sign = values[i] >> (Long.SIZE - 1);
      long quotient = Math.unsignedMultiplyHigh(values[i] ^ sign, multiplier) >>> shift;
      result[i] = quotient ^ sign;
    }
  }
}
