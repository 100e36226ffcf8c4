package io.millrace.ipc.write;

import io.millrace.ipc.validate.OffsetCheck;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.Kind;
import java.lang.foreign.MemorySegment;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Whether two plain columns hold the same values: told from their addresses where possible, from
 * the values otherwise.
 */
final class SameValues {
  private SameValues() {}

  static boolean same(Column a, Column b) {
    if (!a.type().equals(b.type()) || a.length() != b.length() || a.nullCount() != b.nullCount()) {
      return false;
    }
    return sameMemory(a, b) || sameContents(a, b);
  }

  private static boolean sameMemory(Column a, Column b) {
    return a.offset() == b.offset()
        && address(a.validity()) == address(b.validity())
        && address(a.offsets()) == address(b.offsets())
        && address(a.data()) == address(b.data());
  }

  private static long address(ArrowBuf buffer) {
    return buffer == null ? 0 : buffer.memoryAddress();
  }

  private static boolean sameContents(Column a, Column b) {
    for (int row = 0; row < a.length(); row++) {
      boolean there = isThere(a, row);
      if (there != isThere(b, row) || (there && !sameValue(a, b, row))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(Column column, int row) {
    return column.nullCount() == 0
        || Validity.isSet(column.validity().memoryAddress(), (long) column.offset() + row);
  }

  private static boolean sameValue(Column a, Column b, int row) {
    Kind kind = a.type().kind();
    return switch (kind.lane()) {
      case BOOL ->
          Validity.isSet(address(a.data()), (long) a.offset() + row)
              == Validity.isSet(address(b.data()), (long) b.offset() + row);
      case BYTES -> bytes(a, row).mismatch(bytes(b, row)) < 0;
      case LONG, DOUBLE -> fixed(a, row).mismatch(fixed(b, row)) < 0;
    };
  }

  private static MemorySegment fixed(Column column, int row) {
    int width = column.type().kind().width();
    return Raw.ALL.asSlice(address(column.data()) + ((long) column.offset() + row) * width, width);
  }

  private static MemorySegment bytes(Column column, int row) {
    int width = column.type().kind().width();
    long at = (long) column.offset() + row;
    long from = OffsetCheck.get(address(column.offsets()), at, width);
    long to = OffsetCheck.get(address(column.offsets()), at + 1, width);
    return Raw.ALL.asSlice(address(column.data()) + from, to - from);
  }
}
