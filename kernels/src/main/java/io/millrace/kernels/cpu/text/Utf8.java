package io.millrace.kernels.cpu.text;

import io.millrace.kernels.memory.Raw;

/**
 * UTF-8 in native memory. Counting is defined for any bytes: a code point is a byte that does not
 * continue one.
 */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** The number of code points. */
  public static int codePoints(long address, int bytes) {
    int continuing = 0;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      continuing += Long.bitCount(continuing(Raw.getLong(address + i)));
    }
    if (i < bytes) {
      continuing += Long.bitCount(continuing(ByteStrings.partial(address + i, bytes - i)));
    }
    return bytes - continuing;
  }

  /** The high bit of each byte of the form 10xxxxxx. */
  private static long continuing(long word) {
    return word & ~(word << 1) & HIGH_BITS;
  }

  /** Whether all bytes are ASCII. */
  public static boolean isAscii(long address, int bytes) {
    long seen = 0;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      seen |= Raw.getLong(address + i);
    }
    if (i < bytes) {
      seen |= ByteStrings.partial(address + i, bytes - i);
    }
    return (seen & HIGH_BITS) == 0;
  }

  /** Bytes before the code point with number {@code index}; all bytes if there are not so many. */
  public static int offset(long address, int bytes, long index) {
    long left = index;
    for (int i = 0; i < bytes; i++) {
      boolean begins = (Raw.getByte(address + i) & 0xC0) != 0x80;
      if (begins && left-- == 0) {
        return i;
      }
    }
    return bytes;
  }

  /**
   * Whether the bytes are UTF-8 as Unicode defines it: no overlong form, no surrogate, nothing past
   * U+10FFFF.
   */
  public static boolean isValid(long address, int bytes) {
    int i = 0;
    while (i < bytes) {
      int first = Raw.getByte(address + i) & 0xFF;
      int length = length(first);
      if (length == 0 || i + length > bytes || !isSequence(address + i, first, length)) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Bytes of a sequence by its first byte; 0 if none begins so. */
  private static int length(int first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2) {
      return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  }

  private static boolean isSequence(long address, int first, int length) {
    for (int i = 1; i < length; i++) {
      if ((Raw.getByte(address + i) & 0xC0) != 0x80) {
        return false;
      }
    }
    if (length < 3) {
      return true;
    }
    int second = Raw.getByte(address + 1) & 0xFF;
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }
}
