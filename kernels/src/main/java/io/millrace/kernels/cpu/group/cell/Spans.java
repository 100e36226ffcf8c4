package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.memory.Raw;

/**
 * Text and binary values as two words, a head and a tail. Up to 15 bytes they are the value itself:
 * the head is its first eight bytes, the tail the other seven, first bytes lowest and zeros above,
 * with the length in the tail's highest byte. Beyond that the head is the address of the bytes and
 * the tail holds the length and a mark. So most keys of real data are compared, hashed, kept and
 * moved without touching memory, and equal short values have equal words.
 *
 * <p>Null is a span of its own, {@code (0, }{@link #NULL}{@code )}, so that it needs no other care
 * than any value where spans are keys.
 */
public final class Spans {
  /** The longest value that is its own words. */
  public static final int INLINE = 15;

  /** The tail of null, whose head is 0. */
  public static final long NULL = Long.MIN_VALUE;

  /** In the place of the length, says that the value is not here. */
  private static final int LONG = INLINE + 1;

  private static final int LENGTH_AT = 56;
  private static final int WORDS = 2 * Long.BYTES;
  private static final int SHORT = 64;
  private static final long PAGE = 4096;

  /** By length: which bytes of the first eight, and of the second, are the value's. */
  private static final long[] HEADS = new long[LONG];

  private static final long[] TAILS = new long[LONG];

  static {
    for (int length = 1; length <= INLINE; length++) {
      HEADS[length] = -1L >>> Math.max(0, Long.SIZE - length * Byte.SIZE);
      TAILS[length] = length <= Long.BYTES ? 0 : -1L >>> (2 * Long.SIZE - length * Byte.SIZE);
    }
  }

  private Spans() {}

  /** Brings vectors of addresses and lengths into this form; no row is null. */
  public static void encode(long[] addresses, int[] lengths, int rows, long[] heads, long[] tails) {
    if (encodeShort(addresses, lengths, rows, heads, tails) > INLINE) {
      setLong(addresses, lengths, rows, heads, tails);
    }
  }

  /**
   * Encodes all as if they were short: lengths come in no order, so nothing that depends on one may
   * be a branch. Returns the lengths or-ed together.
   */
  private static int encodeShort(
      long[] addresses, int[] lengths, int rows, long[] heads, long[] tails) {
    int all = 0;
    for (int i = 0; i < rows; i++) {
      long address = addresses[i];
      int length = lengths[i];
      all |= length;
      if (length == 0 || (address & (PAGE - 1)) > PAGE - WORDS) {
        heads[i] = head(address, length);
        tails[i] = tail(address, length);
      } else {
        int known = length & INLINE;
        heads[i] = Raw.getLong(address) & HEADS[known];
        tails[i] = (Raw.getLong(address + Long.BYTES) & TAILS[known]) | ((long) known << LENGTH_AT);
      }
    }
    return all;
  }

  private static void setLong(
      long[] addresses, int[] lengths, int rows, long[] heads, long[] tails) {
    for (int i = 0; i < rows; i++) {
      int length = lengths[i];
      long isLong = (long) (INLINE - length) >> (Long.SIZE - 1);
      heads[i] = (heads[i] & ~isLong) | (addresses[i] & isLong);
      tails[i] = (tails[i] & ~isLong) | ((((long) LONG << LENGTH_AT) | length) & isLong);
    }
  }

  /** Makes the rows null whose bits are not set. */
  public static void setNulls(long[] validity, int rows, long[] heads, long[] tails) {
    for (int i = 0; i < rows; i++) {
      long valid = -Cells.bit(validity, i);
      heads[i] &= valid;
      tails[i] = (tails[i] & valid) | (NULL & ~valid);
    }
  }

  /** The head of the bytes at an address. */
  public static long head(long address, int length) {
    if (length > INLINE) {
      return address;
    }
    if (length >= Long.BYTES) {
      return Raw.getLong(address);
    }
    return length == 0 ? 0 : partial(address, length);
  }

  /** The tail of the bytes at an address. */
  public static long tail(long address, int length) {
    if (length > INLINE) {
      return ((long) LONG << LENGTH_AT) | length;
    }
    long tail = (long) length << LENGTH_AT;
    if (length <= Long.BYTES) {
      return tail;
    }
    return tail | (Raw.getLong(address + length - Long.BYTES) >>> ((WORDS - length) * Byte.SIZE));
  }

  /**
   * 1 to 7 bytes. Reads 8 bytes that lie on pages of which the value itself has a byte, so the read
   * cannot fault.
   */
  private static long partial(long address, int length) {
    int unused = (Long.BYTES - length) * Byte.SIZE;
    if ((address & (PAGE - 1)) <= PAGE - Long.BYTES) {
      return Raw.getLong(address) << unused >>> unused;
    }
    return Raw.getLong(address + length - Long.BYTES) >>> unused;
  }

  /** Bytes of a value; 0 for null. */
  public static int length(long tail) {
    int length = (int) (tail >>> LENGTH_AT);
    return length <= INLINE ? length : (int) tail;
  }

  /** Whether a value is longer than {@link #INLINE}. */
  public static boolean isLong(long tail) {
    return tail >>> LENGTH_AT == LONG;
  }

  /** Whether a value is longer than {@link #INLINE} among those whose tails were or-ed together. */
  public static boolean isAnyLong(long tails) {
    return (tails >>> LENGTH_AT & LONG) != 0;
  }

  /** Whether two values have the same bytes, or are both null. */
  public static boolean equal(long head, long tail, long otherHead, long otherTail) {
    if (tail != otherTail) {
      return false;
    }
    return head == otherHead || (isLong(tail) && sameBytes(head, otherHead, (int) tail));
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

  /** Order by unsigned bytes, a prefix before what it begins; neither is null. */
  public static int compare(long head, long tail, long otherHead, long otherTail) {
    int length = length(tail);
    int otherLength = length(otherTail);
    int common = Math.min(length, otherLength);
    for (int i = 0; i < common; i += Long.BYTES) {
      int order =
          Long.compareUnsigned(
              bigEndian(head, tail, length, i), bigEndian(otherHead, otherTail, otherLength, i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length, otherLength);
  }

  /** 8 bytes from {@code at}, zeros beyond the end, ordered as unsigned numbers. */
  private static long bigEndian(long head, long tail, int length, int at) {
    if (length <= INLINE) {
      return Long.reverseBytes(at == 0 ? head : tail << Byte.SIZE >>> Byte.SIZE);
    }
    int left = length - at;
    long bytes =
        left >= Long.BYTES
            ? Raw.getLong(head + at)
            : Raw.getLong(head + length - Long.BYTES) >>> ((Long.BYTES - left) * Byte.SIZE);
    return Long.reverseBytes(bytes);
  }

  /** The last eight bytes of a value of 9 to 15. */
  static long lastWord(long head, long tail, int length) {
    int inTail = (length - Long.BYTES) * Byte.SIZE;
    return (head >>> inTail) | (tail << (Long.SIZE - inTail));
  }

  /** Writes the bytes to memory, and none beyond. */
  public static void write(long head, long tail, long to) {
    int length = length(tail);
    if (length > SHORT) {
      Raw.copy(head, to, length);
    } else if (length > INLINE) {
      writeWords(head, length, to);
    } else if (length > Long.BYTES) {
      Raw.putLong(to, head);
      Raw.putLong(to + length - Long.BYTES, lastWord(head, tail, length));
    } else {
      for (int i = 0; i < length; i++) {
        Raw.putByte(to + i, (byte) (head >>> (i * Byte.SIZE)));
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
