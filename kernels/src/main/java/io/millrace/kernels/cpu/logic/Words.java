package io.millrace.kernels.cpu.logic;

import io.millrace.kernels.cpu.scratch.Scratch;
import java.util.Arrays;

/**
 * Bits of rows in 64-bit words, row {@code i} at bit {@code i & 63} of word {@code i >> 6}. Bits
 * past the last row are undefined. Where such words are a validity, null stands for all ones.
 */
public final class Words {
  private Words() {}

  /** How many words the rows take. */
  public static int length(int rows) {
    return (rows + 63) >>> 6;
  }

  /** The bits of word {@code word} that belong to rows. */
  public static long mask(int word, int rows) {
    int left = rows - (word << 6);
    return left >= 64 ? -1L : (1L << left) - 1;
  }

  /** The number of set bits. */
  public static int count(long[] words, int rows) {
    int whole = rows >> 6;
    int count = 0;
    for (int w = 0; w < whole; w++) {
      count += Long.bitCount(words[w]);
    }
    return (rows & 63) == 0 ? count : count + Long.bitCount(words[whole] & mask(whole, rows));
  }

  /** One word of a validity that may be null. */
  public static long word(long[] validity, int word) {
    return validity == null ? -1L : validity[word];
  }

  /** The rows that are valid in both; shared with an operand where it can be. */
  public static long[] both(Scratch scratch, long[] a, long[] b, int rows) {
    if (a == null || b == null || a == b) {
      return a == null ? b : a;
    }
    return and(a, b, scratch.words(rows), length(rows));
  }

  private static long[] and(long[] a, long[] b, long[] result, int words) {
    for (int w = 0; w < words; w++) {
      result[w] = a[w] & b[w];
    }
    return result;
  }

  /** Words with all bits set or clear. */
  public static long[] all(Scratch scratch, boolean set, int rows) {
    long[] words = scratch.words(rows);
    Arrays.fill(words, 0, length(rows), set ? -1L : 0L);
    return words;
  }

  /** Whether the bit of a row is set. For slow paths. */
  public static boolean get(long[] words, int row) {
    return (words[row >> 6] >>> row & 1) != 0;
  }

  /** Clears the bit of a row. */
  public static void clear(long[] words, int row) {
    words[row >> 6] &= ~(1L << row);
  }

  /** A copy of a validity that may be written to; all ones for null. */
  public static long[] writable(Scratch scratch, long[] validity, int rows) {
    if (validity == null) {
      return all(scratch, true, rows);
    }
    long[] copy = scratch.words(rows);
    System.arraycopy(validity, 0, copy, 0, length(rows));
    return copy;
  }
}
