package io.millrace.kernels.cpu.text;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.op.TextMatch;

/** Whether texts hold, begin or end with patterns, by bytes. */
public final class Matcher {
  private Matcher() {}

  /** One boolean a row. */
  public static BoolVec match(Scratch scratch, TextMatch match, BytesVec text, BytesVec pattern) {
    int n = text.length();
    long[] bits = scratch.words(n);
    for (int from = 0; from < n; from += 64) {
      int to = Math.min(n, from + 64);
      long word = 0;
      for (int i = from; i < to; i++) {
        boolean matches =
            matches(
                match,
                text.addresses()[i],
                text.lengths()[i],
                pattern.addresses()[i],
                pattern.lengths()[i]);
        word |= (matches ? 1L : 0L) << i;
      }
      bits[from >> 6] = word;
    }
    return new BoolVec(n, bits, Words.both(scratch, text.validity(), pattern.validity(), n));
  }

  private static boolean matches(
      TextMatch match, long text, int length, long pattern, int patternLength) {
    if (patternLength > length) {
      return false;
    }
    return switch (match) {
      case STARTS_WITH -> ByteStrings.equal(text, pattern, patternLength);
      case ENDS_WITH -> ByteStrings.equal(text + length - patternLength, pattern, patternLength);
      case CONTAINS -> contains(text, length, pattern, patternLength);
    };
  }

  /** Looks at each place that has the pattern's first byte. */
  private static boolean contains(long text, int length, long pattern, int patternLength) {
    if (patternLength == 0) {
      return true;
    }
    long first = ByteScan.repeated(Raw.getByte(pattern));
    int starts = length - patternLength + 1;
    for (int i = 0; i < starts; i += Long.SIZE) {
      int bytes = Math.min(Long.SIZE, starts - i);
      long candidates = ByteScan.equal(text + i, bytes, first) & Words.mask(0, bytes);
      while (candidates != 0) {
        long at = text + i + Long.numberOfTrailingZeros(candidates);
        if (ByteStrings.equal(at, pattern, patternLength)) {
          return true;
        }
        candidates &= candidates - 1;
      }
    }
    return false;
  }
}
