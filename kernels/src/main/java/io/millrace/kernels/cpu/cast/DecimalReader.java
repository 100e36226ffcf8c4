package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.memory.Raw;
import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers: a sign or none, digits with a point or none, an exponent or none. Where
 * all digits fit 53 bits and the power of ten is exact, one multiplication or division rounds once
 * and so rightly (Clinger's fast path); the rest is left to Java.
 */
final class DecimalReader {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** With at most so many digits a number stays below 2^53. */
  private static final int EXACT_DIGITS = 15;

  private long begin;
  private long end;
  private boolean negative;
  private long digits;
  private int digitCount;
  private int pointShift;
  private int exponent;
  private long at;

  static boolean isNegative(long begin, long end) {
    return begin < end && Raw.getByte(begin) == '-';
  }

  /** Behind the sign, if there is one. */
  static long skipSign(long begin, long end) {
    return begin < end && (Raw.getByte(begin) == '-' || Raw.getByte(begin) == '+')
        ? begin + 1
        : begin;
  }

  /**
   * Whether the bytes are a number; its value is then had from {@link #toDouble()} or {@link
   * #toFloat()}.
   */
  boolean read(long from, long to) {
    begin = from;
    end = to;
    negative = isNegative(from, to);
    at = skipSign(from, to);
    digits = 0;
    digitCount = 0;
    pointShift = 0;
    exponent = 0;
    int before = readDigits();
    int after = 0;
    if (at < end && Raw.getByte(at) == '.') {
      at++;
      after = readDigits();
      pointShift = after;
    }
    return before + after > 0 && readExponent() && at == end;
  }

  /**
   * Takes digits up to where there is none; returns how many. Leading zeros do not count for
   * exactness.
   */
  private int readDigits() {
    long first = at;
    for (; at < end; at++) {
      int digit = Raw.getByte(at) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (digitCount > 0 || digit > 0) {
        digitCount++;
      }
      digits = digits * 10 + digit;
    }
    return (int) (at - first);
  }

  private boolean readExponent() {
    if (at == end || (Raw.getByte(at) != 'e' && Raw.getByte(at) != 'E')) {
      return true;
    }
    at++;
    boolean below = isNegative(at, end);
    at = skipSign(at, end);
    long first = at;
    for (; at < end && Raw.getByte(at) >= '0' && Raw.getByte(at) <= '9'; at++) {
      exponent = Math.min(1_000_000, exponent * 10 + Raw.getByte(at) - '0');
    }
    exponent = below ? -exponent : exponent;
    return at > first;
  }

  double toDouble() {
    int power = exponent - pointShift;
    if (digitCount > EXACT_DIGITS || Math.abs(power) >= POWERS_OF_TEN.length) {
      return Double.parseDouble(text());
    }
    double value = power < 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
    return negative ? -value : value;
  }

  /** Not by way of a double, which would round twice. */
  float toFloat() {
    return Float.parseFloat(text());
  }

  private String text() {
    byte[] bytes = new byte[(int) (end - begin)];
    Raw.copy(begin, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
