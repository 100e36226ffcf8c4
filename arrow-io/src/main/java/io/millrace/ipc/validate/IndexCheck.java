package io.millrace.ipc.validate;

import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;

/** Dictionary indices: from 0 to below the dictionary's length. */
public final class IndexCheck {
  private IndexCheck() {}

  /** Whether every one of {@code rows} indices is in range, those under nulls too. */
  public static boolean allInRange(Kind kind, long address, int rows, int dictionaryLength) {
    return switch (kind.width()) {
      case 1 -> inRange8(address, rows, dictionaryLength, kind.isUnsigned() ? 0xFF : -1);
      case 2 -> inRange16(address, rows, dictionaryLength, kind.isUnsigned() ? 0xFFFF : -1);
      case 4 -> inRange32(address, rows, dictionaryLength);
      default -> inRange64(address, rows, dictionaryLength);
    };
  }

  /**
   * The first row that is not null and has an index out of range, or -1.
   *
   * @param validity address of the validity bits, 0 if no row is null
   */
  public static int firstWrong(
      Kind kind, long address, int rows, int dictionaryLength, long validity) {
    for (int row = 0; row < rows; row++) {
      long index = get(kind, address, row);
      boolean outside = index < 0 || index >= dictionaryLength;
      if (outside && (validity == 0 || Validity.isSet(validity, row))) {
        return row;
      }
    }
    return -1;
  }

  /** One index; an unsigned 64-bit one beyond the signed range comes out negative. */
  public static long get(Kind kind, long address, long row) {
    return switch (kind.width()) {
      case 1 -> Raw.getByte(address + row) & (kind.isUnsigned() ? 0xFFL : -1L);
      case 2 -> Raw.ALL.get(Raw.SHORT, address + row * 2) & (kind.isUnsigned() ? 0xFFFFL : -1L);
      case 4 -> Raw.getInt(address + row * 4) & (kind.isUnsigned() ? 0xFFFFFFFFL : -1L);
      default -> Raw.getLong(address + row * 8);
    };
  }

  // In each loop the sign bit gathers what is wrong: set by a negative index, and by one beyond the
  // last.

  private static boolean inRange8(long address, int rows, int length, int mask) {
    int wrong = 0;
    int last = length - 1;
    for (int i = 0; i < rows; i++) {
      int index = Raw.getByte(address + i) & mask;
      wrong |= index | (last - index);
    }
    return wrong >= 0;
  }

  private static boolean inRange16(long address, int rows, int length, int mask) {
    int wrong = 0;
    int last = length - 1;
    for (int i = 0; i < rows; i++) {
      int index = Raw.ALL.get(Raw.SHORT, address + i * 2L) & mask;
      wrong |= index | (last - index);
    }
    return wrong >= 0;
  }

  /**
   * An unsigned index beyond the signed range is beyond every dictionary, and shows as negative.
   */
  private static boolean inRange32(long address, int rows, int length) {
    int wrong = 0;
    int last = length - 1;
    for (int i = 0; i < rows; i++) {
      int index = Raw.getInt(address + i * 4L);
      wrong |= index | (last - index);
    }
    return wrong >= 0;
  }

  private static boolean inRange64(long address, int rows, int length) {
    long wrong = 0;
    long last = length - 1L;
    for (int i = 0; i < rows; i++) {
      long index = Raw.getLong(address + i * 8L);
      wrong |= index | (last - index);
    }
    return wrong >= 0;
  }
}
