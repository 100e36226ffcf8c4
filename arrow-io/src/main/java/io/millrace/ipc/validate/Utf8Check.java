package io.millrace.ipc.validate;

import io.millrace.kernels.memory.Raw;

/**
 * Whether text is UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF, and no value
 * that begins or ends inside a character.
 */
public final class Utf8Check {
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8Check() {}

  /** The first of {@code length} bytes that does not continue UTF-8, or -1 if all of them do. */
  public static long firstWrong(long address, long length) {
    long at = 0;
    while (at < length) {
      at += asciiBytes(address + at, length - at);
      if (at < length) {
        int bytes = sequence(address + at, length - at);
        if (bytes == 0) {
          return at;
        }
        at += bytes;
      }
    }
    return -1;
  }

  /** Whether all bytes are ASCII. */
  public static boolean isAscii(long address, long length) {
    return asciiBytes(address, length) == length;
  }

  /**
   * The first of {@code rows + 1} offsets that points at a byte inside a character, or -1.
   *
   * @param end length of the data: an offset there points at nothing
   */
  public static long firstInsideCharacter(long offsets, long rows, int width, long data, long end) {
    for (long i = 0; i <= rows; i++) {
      long offset = OffsetCheck.get(offsets, i, width);
      if (offset < end && isContinuation(Raw.getByte(data + offset))) {
        return i;
      }
    }
    return -1;
  }

  private static long asciiBytes(long address, long length) {
    long at = 0;
    for (; at + 32 <= length; at += 32) {
      long any =
          Raw.getLong(address + at)
              | Raw.getLong(address + at + 8)
              | Raw.getLong(address + at + 16)
              | Raw.getLong(address + at + 24);
      if ((any & HIGH_BITS) != 0) {
        break;
      }
    }
    while (at < length && Raw.getByte(address + at) >= 0) {
      at++;
    }
    return at;
  }

  /** Bytes of the character beyond ASCII that begins here, 0 if none does. */
  private static int sequence(long address, long left) {
    int first = Raw.getByte(address) & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return left >= 2 && isContinuation(Raw.getByte(address + 1)) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return left >= 3 && isThree(first, address) ? 3 : 0;
    }
    return first >= 0xF0 && first <= 0xF4 && left >= 4 && isFour(first, address) ? 4 : 0;
  }

  private static boolean isThree(int first, long address) {
    int second = Raw.getByte(address + 1) & 0xFF;
    int least = first == 0xE0 ? 0xA0 : 0x80;
    int most = first == 0xED ? 0x9F : 0xBF;
    return second >= least && second <= most && isContinuation(Raw.getByte(address + 2));
  }

  private static boolean isFour(int first, long address) {
    int second = Raw.getByte(address + 1) & 0xFF;
    int least = first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xF4 ? 0x8F : 0xBF;
    return second >= least
        && second <= most
        && isContinuation(Raw.getByte(address + 2))
        && isContinuation(Raw.getByte(address + 3));
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
