package io.millrace.kernels.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The one place where native memory is read and written by address. There are no bounds checks
 * here: whoever hands an address in has checked, once for a batch, that the whole range lies inside
 * a buffer which stays alive.
 *
 * <p>All values are little-endian, as Arrow's are, and need no alignment.
 */
public final class Raw {
  /** All of memory as one segment; its size check is a constant that the compiler folds away. */
  @SuppressWarnings("restricted")
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** 8 bits. */
  public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** 16 bits, signed. */
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** 16 bits, unsigned. */
  public static final ValueLayout.OfChar CHAR =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** 32 bits. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** 64 bits. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** IEEE 754 binary32. */
  public static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** IEEE 754 binary64. */
  public static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Raw() {}

  /** The byte at an address. */
  public static byte getByte(long address) {
    return ALL.get(BYTE, address);
  }

  /** The 32 bits at an address. */
  public static int getInt(long address) {
    return ALL.get(INT, address);
  }

  /** The 64 bits at an address. */
  public static long getLong(long address) {
    return ALL.get(LONG, address);
  }

  /** Writes a byte. */
  public static void putByte(long address, byte value) {
    ALL.set(BYTE, address, value);
  }

  /** Writes 32 bits. */
  public static void putInt(long address, int value) {
    ALL.set(INT, address, value);
  }

  /** Writes 64 bits. */
  public static void putLong(long address, long value) {
    ALL.set(LONG, address, value);
  }

  /** Copies {@code bytes} from one address to another; the ranges must not overlap. */
  public static void copy(long from, long to, long bytes) {
    MemorySegment.copy(ALL, from, ALL, to, bytes);
  }

  /** Copies bytes from memory into an array. */
  public static void copy(long from, byte[] to, int at, int bytes) {
    MemorySegment.copy(ALL, BYTE, from, to, at, bytes);
  }

  /** Copies bytes from an array into memory. */
  public static void copy(byte[] from, int at, long to, int bytes) {
    MemorySegment.copy(from, at, ALL, BYTE, to, bytes);
  }

  /** Copies 64-bit values from memory into an array. */
  public static void copy(long from, long[] to, int at, int values) {
    MemorySegment.copy(ALL, LONG, from, to, at, values);
  }

  /** Copies doubles from memory into an array. */
  public static void copy(long from, double[] to, int at, int values) {
    MemorySegment.copy(ALL, DOUBLE, from, to, at, values);
  }

  /** Copies 64-bit values from an array into memory. */
  public static void copy(long[] from, int at, long to, int values) {
    MemorySegment.copy(from, at, ALL, LONG, to, values);
  }

  /** Copies doubles from an array into memory. */
  public static void copy(double[] from, int at, long to, int values) {
    MemorySegment.copy(from, at, ALL, DOUBLE, to, values);
  }
}
