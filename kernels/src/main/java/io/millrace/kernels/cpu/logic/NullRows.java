package io.millrace.kernels.cpu.logic;

/** Makes the entries of null rows safe where any value would not do. */
public final class NullRows {
  private NullRows() {}

  /** Sets the lengths of null rows to 0. */
  public static void clear(long[] validity, int[] lengths, int rows) {
    if (validity == null) {
      return;
    }
    for (int w = 0; w < Words.length(rows); w++) {
      long missing = ~validity[w] & Words.mask(w, rows);
      while (missing != 0) {
        lengths[(w << 6) + Long.numberOfTrailingZeros(missing)] = 0;
        missing &= missing - 1;
      }
    }
  }

  /** Sets the values of null rows to 0. */
  public static void clear(long[] validity, long[] values, int rows) {
    if (validity == null) {
      return;
    }
    for (int w = 0; w < Words.length(rows); w++) {
      long missing = ~validity[w] & Words.mask(w, rows);
      while (missing != 0) {
        values[(w << 6) + Long.numberOfTrailingZeros(missing)] = 0;
        missing &= missing - 1;
      }
    }
  }
}
