package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.logic.Words;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.AsciiSpace;
import io.millrace.kernels.cpu.vec.BoolVec;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.memory.Raw;

/** Text to booleans: true, t, yes, y, 1 and false, f, no, n, 0, in either case. */
final class TextToBool {
  private TextToBool() {}

  static BoolVec cast(Scratch scratch, BytesVec a, FailedRows failed) {
    int n = a.length();
    long[] bits = Words.all(scratch, false, n);
    for (int i = 0; i < n; i++) {
      long begin = AsciiSpace.skip(a.addresses()[i], a.addresses()[i] + a.lengths()[i]);
      long end = AsciiSpace.skipBack(begin, a.addresses()[i] + a.lengths()[i]);
      if (isOneOf(begin, end, "true", "t", "yes", "y", "1")) {
        bits[i >> 6] |= 1L << i;
      } else if (!isOneOf(begin, end, "false", "f", "no", "n", "0")) {
        failed.add(i);
      }
    }
    return new BoolVec(n, bits, failed.validity());
  }

  private static boolean isOneOf(
      long begin, long end, String a, String b, String c, String d, String e) {
    return is(begin, end, a)
        || is(begin, end, b)
        || is(begin, end, c)
        || is(begin, end, d)
        || is(begin, end, e);
  }

  /** Whether the bytes are a word in lower-case ASCII, or the same in upper case. */
  static boolean is(long begin, long end, String word) {
    if (end - begin != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      int b = Raw.getByte(begin + i);
      int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
      if (lower != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
