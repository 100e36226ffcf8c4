package io.millrace.kernels.cpu.logic;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.CpuVec;

/** SQL's logic of true, false and null, a word at a time. */
public final class ThreeValued {
  private ThreeValued() {}

  /** False if either is false, else null if either is null. */
  public static BoolVec and(Scratch scratch, BoolVec a, BoolVec b) {
    int n = a.length();
    long[] bits = scratch.words(n);
    for (int w = 0; w < Words.length(n); w++) {
      bits[w] = a.bits()[w] & b.bits()[w];
    }
    return new BoolVec(n, bits, known(scratch, a, b, -1L));
  }

  /** True if either is true, else null if either is null. */
  public static BoolVec or(Scratch scratch, BoolVec a, BoolVec b) {
    int n = a.length();
    long[] bits = scratch.words(n);
    for (int w = 0; w < Words.length(n); w++) {
      long aTrue = a.bits()[w] & Words.word(a.validity(), w);
      long bTrue = b.bits()[w] & Words.word(b.validity(), w);
      bits[w] = aTrue | bTrue;
    }
    return new BoolVec(n, bits, known(scratch, a, b, 0L));
  }

  /**
   * Rows where both are there, or one that decides by itself: false ({@code flip} all ones) or true
   * (0).
   */
  private static long[] known(Scratch scratch, BoolVec a, BoolVec b, long flip) {
    if (a.validity() == null && b.validity() == null) {
      return null;
    }
    long[] known = scratch.words(a.length());
    for (int w = 0; w < Words.length(a.length()); w++) {
      long aThere = Words.word(a.validity(), w);
      long bThere = Words.word(b.validity(), w);
      long decided = (aThere & (a.bits()[w] ^ flip)) | (bThere & (b.bits()[w] ^ flip));
      known[w] = (aThere & bThere) | decided;
    }
    return known;
  }

  /** The opposite; null stays null. */
  public static BoolVec not(Scratch scratch, BoolVec a) {
    return new BoolVec(a.length(), inverted(scratch, a.bits(), a.length()), a.validity());
  }

  /** Where the vector is null. */
  public static BoolVec isNull(Scratch scratch, CpuVec a) {
    int n = a.length();
    long[] bits =
        a.validity() == null ? Words.all(scratch, false, n) : inverted(scratch, a.validity(), n);
    return new BoolVec(n, bits, null);
  }

  private static long[] inverted(Scratch scratch, long[] words, int rows) {
    long[] result = scratch.words(rows);
    for (int w = 0; w < Words.length(rows); w++) {
      result[w] = ~words[w];
    }
    return result;
  }
}
