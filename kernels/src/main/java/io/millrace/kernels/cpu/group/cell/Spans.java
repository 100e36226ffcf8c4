package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.memory.Raw;

/**
 * Text and binary values as a length and one word. Up to 8 bytes the word is the value itself, its
 * first byte lowest and zeros above; beyond that it is the address of the bytes. So most keys of
 * real data are compared, hashed, kept and moved without touching memory.
 */
public final class Spans {
  /** The longest value that is its own word. */
  public static final int INLINE = 8;

  private static final int SHORT = 64;
  private static final long PAGE = 4096;

  private Spans() {}

  /** Brings vectors of addresses and lengths into this form. */
  public static void encode(long[] addresses, int[] lengths, int rows, long[] words) {
    for (int i = 0; i < rows; i++) {
      long address = addresses[i];
      int length = lengths[i];
      if (length == 0 || (address & (PAGE - 1)) > PAGE - INLINE) {
        words[i] = word(address, length);
      } else {
        // lengths around 8 come in no order, so whether it is inline must not be a branch
        int unused = Math.max(0, (INLINE - length) * Byte.SIZE);
        long inline = Raw.getLong(address) << unused >>> unused;
        long isLong = (long) (INLINE - length) >> (Long.SIZE - 1);
        words[i] = (address & isLong) | (inline & ~isLong);
      }
    }
  }

  /** The word of the bytes at an address. */
  public static long word(long address, int length) {
    if (length > INLINE) {
      return address;
    }
    return length == 0 ? 0 : inline(address, length);
  }

  /**
   * 1 to 8 bytes. Reads 8 bytes that lie on pages of which the value itself has a byte, so the read
   * cannot fault.
   */
  private static long inline(long address, int length) {
    int unused = (INLINE - length) * Byte.SIZE;
    if ((address & (PAGE - 1)) <= PAGE - INLINE) {
      return Raw.getLong(address) << unused >>> unused;
    }
    return Raw.getLong(address + length - INLINE) >>> unused;
  }

  /** Whether two values have the same bytes. */
  public static boolean equal(long word, int length, long otherWord, int otherLength) {
    if (length != otherLength) {
      return false;
    }
    return word == otherWord || (length > INLINE && sameBytes(word, otherWord, length));
  }

  private static boolean sameBytes(long a, long b, int length) {
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (Raw.getLong(a + i) != Raw.getLong(b + i)) {
        return false;
      }
    }
    return Raw.getLong(a + last) == Raw.getLong(b + last);
  }

  /** Order by unsigned bytes, a prefix before what it begins. */
  public static int compare(long word, int length, long otherWord, int otherLength) {
    int common = Math.min(length, otherLength);
    for (int i = 0; i < common; i += Long.BYTES) {
      int order =
          Long.compareUnsigned(bigEndian(word, length, i), bigEndian(otherWord, otherLength, i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, otherLength);
  }

  /** 8 bytes from {@code at}, zeros beyond the end, ordered as unsigned numbers. */
  private static long bigEndian(long word, int length, int at) {
    if (length <= INLINE) {
      return Long.reverseBytes(word);
    }
    int left = length - at;
    long bytes =
        left >= Long.BYTES
            ? Raw.getLong(word + at)
            : Raw.getLong(word + length - Long.BYTES) >>> ((Long.BYTES - left) * Byte.SIZE);
    return Long.reverseBytes(bytes);
  }

  /** Writes the bytes to memory. */
  public static void write(long word, int length, long to) {
    if (length > SHORT) {
      Raw.copy(word, to, length);
    } else if (length > INLINE) {
      writeWords(word, length, to);
    } else {
      for (int i = 0; i < length; i++) {
        Raw.putByte(to + i, (byte) (word >>> (i * Byte.SIZE)));
      }
    }
  }

  /**
   * Whole words, the last overlapping the one before: for short values a call to copy costs more.
   */
  private static void writeWords(long from, int length, long to) {
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      Raw.putLong(to + i, Raw.getLong(from + i));
    }
    Raw.putLong(to + last, Raw.getLong(from + last));
  }
}
