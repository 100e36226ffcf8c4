package io.millrace.kernels.cpu.text;

import io.millrace.kernels.memory.Raw;

/**
 * Where bytes of a kind are among up to 64 bytes, one bit a byte, the first byte in the lowest
 * place; bits past the last byte are undefined. Eight bytes at a time in one word: a byte's result
 * is its highest bit, and one multiplication moves the eight bits together.
 */
public final class ByteScan {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = ' ' * LOW_BITS;

  /** Adding this sets the high bit of bytes from {@code \t} on. */
  private static final long FROM_TAB = (0x80 - '\t') * LOW_BITS;

  /** Adding this sets the high bit of bytes past {@code \r}. */
  private static final long PAST_RETURN = (0x80 - ('\r' + 1)) * LOW_BITS;

  /** Multiplied by bytes that are 0 or 1, puts them into the highest byte as bits. */
  private static final long TOGETHER = 0x0102040810204080L;

  private ByteScan() {}

  /** A byte, eight times. */
  public static long repeated(byte value) {
    return (value & 0xFFL) * LOW_BITS;
  }

  /** ASCII white space: space and {@code \t} to {@code \r}. */
  public static long whiteSpace(long address, int bytes) {
    long bits = 0;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      bits |= gather(whiteSpace(Raw.getLong(address + i))) << i;
    }
    return i == bytes
        ? bits
        : bits | gather(whiteSpace(ByteStrings.partial(address + i, bytes - i))) << i;
  }

  /** Bytes equal to the one that is repeated in {@code separator}. */
  public static long equal(long address, int bytes, long separator) {
    long bits = 0;
    int i = 0;
    for (; i + 8 <= bytes; i += 8) {
      bits |= gather(equal(Raw.getLong(address + i), separator)) << i;
    }
    return i == bytes
        ? bits
        : bits | gather(equal(ByteStrings.partial(address + i, bytes - i), separator)) << i;
  }

  private static long whiteSpace(long word) {
    long low = word & ~HIGH_BITS;
    long control = (low + FROM_TAB) & ~(low + PAST_RETURN);
    long space = ~((low ^ SPACES) + ~HIGH_BITS);
    return (control | space) & ~word & HIGH_BITS;
  }

  private static long equal(long word, long separator) {
    long different = word ^ separator;
    return ~(((different & ~HIGH_BITS) + ~HIGH_BITS) | different) & HIGH_BITS;
  }

  private static long gather(long highBits) {
    return ((highBits >>> 7) * TOGETHER) >>> 56;
  }
}
