package io.millrace.kernels.cpu.load;

import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;

/** Integers of all widths into longs, signed ones sign-extended, unsigned ones zero-extended. */
final class LongLoader {
  private LongLoader() {}

  /** Values {@code at} to {@code at + n} of the buffer at {@code address}. */
  static void load(Kind kind, long address, long at, long[] to, int n) {
    long from = address + at * kind.width();
    switch (kind) {
      case INT8 -> int8(from, to, n);
      case INT16 -> int16(from, to, n);
      case INT32, DATE_DAY -> int32(from, to, n);
      case UINT8 -> uint8(from, to, n);
      case UINT16 -> uint16(from, to, n);
      case UINT32 -> uint32(from, to, n);
      case INT64, UINT64, DATE_MILLI, TIMESTAMP, DURATION -> Raw.copy(from, to, 0, n);
      default ->
          throw new InternalException("A kind of the long lane was expected: kind=" + kind + ".");
    }
  }

  /** One value. */
  static long get(Kind kind, long address, long at) {
    return switch (kind.width()) {
      case 1 -> kind.isUnsigned() ? Raw.getByte(address + at) & 0xFF : Raw.getByte(address + at);
      case 2 ->
          kind.isUnsigned()
              ? Raw.ALL.get(Raw.CHAR, address + at * 2)
              : Raw.ALL.get(Raw.SHORT, address + at * 2);
      case 4 ->
          kind.isUnsigned()
              ? Raw.getInt(address + at * 4) & 0xFFFFFFFFL
              : Raw.getInt(address + at * 4);
      default -> Raw.getLong(address + at * 8);
    };
  }

  private static void int8(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.getByte(from + i);
    }
  }

  private static void int16(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.ALL.get(Raw.SHORT, from + 2L * i);
    }
  }

  private static void int32(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.getInt(from + 4L * i);
    }
  }

  private static void uint8(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.getByte(from + i) & 0xFFL;
    }
  }

  private static void uint16(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.ALL.get(Raw.CHAR, from + 2L * i);
    }
  }

  private static void uint32(long from, long[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Raw.getInt(from + 4L * i) & 0xFFFFFFFFL;
    }
  }
}
