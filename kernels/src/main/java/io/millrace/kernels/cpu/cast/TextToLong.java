package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.AsciiSpace;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/** Decimal text to integers: a sign or none, then digits and nothing else. */
final class TextToLong {
  /** Numbers with fewer digits than 2^64 cannot overflow. */
  private static final int SAFE_DIGITS = 19;

  private final IntegerRange range;
  private final boolean unsigned;
  private long value;

  private TextToLong(Kind kind) {
    this.range = IntegerRange.of(kind);
    this.unsigned = kind == Kind.UINT64;
  }

  static LongVec cast(Scratch scratch, BytesVec a, DataType to, FailedRows failed) {
    int n = a.length();
    long[] result = scratch.longs(n);
    TextToLong parser = new TextToLong(to.kind());
    for (int i = 0; i < n; i++) {
      long begin = a.addresses()[i];
      long end = begin + a.lengths()[i];
      if (!parser.parse(begin, end) && !parser.parseTrimmed(begin, end)) {
        failed.add(i);
      }
      result[i] = parser.value;
    }
    return new LongVec(to, n, result, failed.validity());
  }

  private boolean parseTrimmed(long begin, long end) {
    long from = AsciiSpace.skip(begin, end);
    return parse(from, AsciiSpace.skipBack(from, end));
  }

  /** Takes the digits as an unsigned number first; the sign and the range come last. */
  private boolean parse(long begin, long end) {
    long at = begin;
    boolean negative = false;
    if (at < end && (Raw.getByte(at) == '-' || Raw.getByte(at) == '+')) {
      negative = Raw.getByte(at) == '-';
      at++;
    }
    if (at == end) {
      return false;
    }
    long magnitude = 0;
    long safe = Math.min(end, at + SAFE_DIGITS);
    for (; at < safe; at++) {
      int digit = Raw.getByte(at) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      magnitude = magnitude * 10 + digit;
    }
    return (at == end || more(magnitude, at, end)) && fits(at == end ? magnitude : value, negative);
  }

  /** Digits past the nineteenth, with a look at each for overflow; leading zeros may be many. */
  private boolean more(long begun, long from, long end) {
    long magnitude = begun;
    for (long at = from; at < end; at++) {
      int digit = Raw.getByte(at) - '0';
      boolean room = Long.compareUnsigned(magnitude, Long.divideUnsigned(-1L, 10)) <= 0;
      long next = magnitude * 10 + digit;
      if (digit < 0 || digit > 9 || !room || Long.compareUnsigned(next, magnitude * 10) < 0) {
        return false;
      }
      magnitude = next;
    }
    value = magnitude;
    return true;
  }

  private boolean fits(long magnitude, boolean negative) {
    value = negative ? -magnitude : magnitude;
    if (negative) {
      return magnitude == 0 || (value < 0 && !unsigned && range.contains(value));
    }
    return unsigned || (magnitude >= 0 && range.contains(magnitude));
  }
}
