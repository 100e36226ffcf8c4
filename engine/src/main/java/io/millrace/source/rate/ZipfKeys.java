package io.millrace.source.rate;

import io.millrace.error.UserException;

/**
 * Keys by Zipf's law, drawn in constant time from an alias table (Walker 1977, Vose 1991): a slot
 * is chosen uniformly, and either its own key or its alias is taken. A slot is one long: the 32-bit
 * chance of its own key above, the alias below.
 */
final class ZipfKeys implements KeyDistribution {
  private static final int MOST_KEYS = 100_000_000;
  private static final long LOW = 0xFFFF_FFFFL;

  private final long[] slots;

  ZipfKeys(int keys, double exponent) {
    if (keys < 1 || keys > MOST_KEYS || !(exponent >= 0 && exponent <= 100)) {
      throw new UserException(
          "A Zipf distribution needs 1 to "
              + MOST_KEYS
              + " keys and an exponent from 0 to 100: keys="
              + keys
              + ", exponent="
              + exponent
              + ".");
    }
    this.slots = aliases(weights(keys, exponent));
  }

  /** Weights with a mean of 1. */
  private static double[] weights(int keys, double exponent) {
    double[] weights = new double[keys];
    double sum = 0;
    for (int k = keys - 1; k >= 0; k--) {
      weights[k] = Math.pow(k + 1.0, -exponent);
      sum += weights[k];
    }
    for (int k = 0; k < keys; k++) {
      weights[k] *= keys / sum;
    }
    return weights;
  }

  /** Fills up each slot whose key has less than its share with a part of one that has more. */
  private static long[] aliases(double[] weights) {
    int keys = weights.length;
    int[] work = new int[keys];
    int small = 0;
    int large = keys;
    for (int k = 0; k < keys; k++) {
      if (weights[k] < 1) {
        work[small++] = k;
      } else {
        work[--large] = k;
      }
    }
    long[] slots = new long[keys];
    while (small > 0 && large < keys) {
      int filled = work[--small];
      int from = work[large];
      slots[filled] = slot(weights[filled], from);
      weights[from] -= 1 - weights[filled];
      if (weights[from] < 1) {
        large++;
        work[small++] = from;
      }
    }
    while (small > 0) {
      int rounded = work[--small];
      slots[rounded] = slot(1, rounded);
    }
    while (large < keys) {
      int full = work[large++];
      slots[full] = slot(1, full);
    }
    return slots;
  }

  private static long slot(double own, int alias) {
    return (Math.min(LOW, (long) (own * 0x1p32)) << 32) | alias;
  }

  @Override
  public long keys() {
    return slots.length;
  }

  @Override
  public void draw(long seed, long firstRow, long[] into, int count) {
    for (int i = 0; i < count; i++) {
      long random = SplitMix.at(seed, firstRow + i);
      int at = (int) SplitMix.below(random, slots.length);
      long slot = slots[at];
      // Which of the two it is cannot be predicted, so the choice is a mask, not a branch.
      long own = ((random & LOW) - (slot >>> 32)) >> 63;
      into[i] = (at & own) | (slot & LOW & ~own);
    }
  }
}
