package io.millrace.bench.data;

/**
 * Draws ranks with Zipf's distribution: rank r comes with a probability in proportion to 1 / (r +
 * 1). A draw takes constant time (Walker's alias method). Immutable.
 */
final class Zipf {
  private final double[] keep;
  private final int[] alias;

  /** For ranks from 0 to {@code size - 1}. */
  Zipf(int size) {
    keep = new double[size];
    alias = new int[size];
    double total = 0;
    for (int rank = 0; rank < size; rank++) {
      total += 1.0 / (rank + 1);
    }
    for (int rank = 0; rank < size; rank++) {
      keep[rank] = size / (total * (rank + 1));
    }
    pair(size);
  }

  /** Fills each rank that is drawn too seldom up to one with the surplus of a frequent one. */
  private void pair(int size) {
    int[] seldom = new int[size];
    int[] frequent = new int[size];
    int seldomCount = 0;
    int frequentCount = 0;
    for (int rank = 0; rank < size; rank++) {
      if (keep[rank] < 1) {
        seldom[seldomCount++] = rank;
      } else {
        frequent[frequentCount++] = rank;
      }
    }
    while (seldomCount > 0 && frequentCount > 0) {
      int filled = seldom[--seldomCount];
      int giver = frequent[frequentCount - 1];
      alias[filled] = giver;
      keep[giver] -= 1 - keep[filled];
      if (keep[giver] < 1) {
        frequentCount--;
        seldom[seldomCount++] = giver;
      }
    }
    closeRounding(seldom, seldomCount);
  }

  /** What is left over is one but for rounding. */
  private void closeRounding(int[] left, int count) {
    for (int i = 0; i < count; i++) {
      keep[left[i]] = 1;
    }
  }

  /** The rank that 64 random bits choose. */
  int draw(long random) {
    int rank = (int) (((random >>> 32) * keep.length) >>> 32);
    return (random & 0xFFFFFFFFL) * 0x1p-32 < keep[rank] ? rank : alias[rank];
  }
}
