package io.millrace.kernels.batch;

import io.millrace.error.DataException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes sliced and dictionary-encoded columns out as plain ones that begin at row 0. */
final class PlainColumns {
  private PlainColumns() {}

  /** A batch of one plain column with the same values; the caller closes it. */
  static Batch rewrite(Column column, BufferAllocator allocator) {
    ArrowBuf validity = null;
    ArrowBuf offsets = null;
    ArrowBuf data = null;
    try {
      int nulls = countNulls(column);
      validity = nulls == 0 ? null : validity(column, allocator);
      if (column.type().lane() == Lane.BYTES) {
        offsets = allocator.buffer((column.length() + 1L) * column.type().kind().width());
        data = allocator.buffer(Math.max(1, byteOffsets(column, offsets)));
        copyBytes(column, offsets, data);
      } else {
        data = allocator.buffer(Math.max(8, column.length() * 8L));
        copyFixed(column, data);
      }
      Column plain = Column.of(column.type(), column.length(), nulls, validity, offsets, data);
      return Batch.owning(
          new Schema(List.of(column.type().field("column"))), column.length(), List.of(plain));
    } catch (RuntimeException | Error e) {
      close(validity);
      close(offsets);
      close(data);
      throw e;
    }
  }

  private static void close(ArrowBuf buffer) {
    if (buffer != null) {
      buffer.close();
    }
  }

  private static boolean isNull(Column column, int row) {
    if (column.nullCount() > 0
        && !Validity.isSet(column.validity().memoryAddress(), (long) column.offset() + row)) {
      return true;
    }
    Column dictionary = column.dictionary();
    return dictionary != null && isNull(dictionary, (int) index(column, row));
  }

  private static int countNulls(Column column) {
    int nulls = 0;
    for (int row = 0; row < column.length(); row++) {
      nulls += isNull(column, row) ? 1 : 0;
    }
    return nulls;
  }

  private static ArrowBuf validity(Column column, BufferAllocator allocator) {
    ArrowBuf validity = allocator.buffer((column.length() + 7L) / 8);
    validity.setZero(0, validity.capacity());
    for (int row = 0; row < column.length(); row++) {
      if (!isNull(column, row)) {
        validity.setByte(row >> 3, validity.getByte(row >> 3) | 1 << (row & 7));
      }
    }
    return validity;
  }

  /** The row in the buffers that hold the values. */
  private static long index(Column column, int row) {
    long at = (long) column.offset() + row;
    if (column.dictionary() == null) {
      return at;
    }
    long index = integer(column.indices(), column.data().memoryAddress(), at);
    if (index < 0 || index >= column.dictionary().length()) {
      throw new DataException(
          "A dictionary index must point into its dictionary: index="
              + index
              + ", dictionary length="
              + column.dictionary().length()
              + ", row="
              + row
              + ".");
    }
    return column.dictionary().offset() + index;
  }

  private static long integer(Kind kind, long address, long at) {
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

  private static Column values(Column column) {
    return column.dictionary() == null ? column : column.dictionary();
  }

  private static void copyFixed(Column column, ArrowBuf data) {
    DataType type = column.type();
    int width = type.kind().width();
    long from = values(column).data() == null ? 0 : values(column).data().memoryAddress();
    data.setZero(0, data.capacity());
    for (int row = 0; row < column.length(); row++) {
      if (isNull(column, row)) {
        continue;
      }
      long at = index(column, row);
      if (type.lane() == Lane.BOOL) {
        int bit = Validity.isSet(from, at) ? 1 : 0;
        data.setByte(row >> 3, data.getByte(row >> 3) | bit << (row & 7));
      } else {
        Raw.copy(from + at * width, data.memoryAddress() + (long) row * width, width);
      }
    }
  }

  private static long offset(Kind kind, long address, long at) {
    return kind.width() == 4 ? Raw.getInt(address + at * 4) : Raw.getLong(address + at * 8);
  }

  private static long byteOffsets(Column column, ArrowBuf offsets) {
    Kind kind = column.type().kind();
    long total = 0;
    write(kind, offsets, 0, 0);
    for (int row = 0; row < column.length(); row++) {
      if (!isNull(column, row)) {
        long from = values(column).offsets().memoryAddress();
        long at = index(column, row);
        total += offset(kind, from, at + 1) - offset(kind, from, at);
      }
      write(kind, offsets, row + 1L, total);
    }
    return total;
  }

  private static void write(Kind kind, ArrowBuf offsets, long at, long value) {
    if (kind.width() == 8) {
      offsets.setLong(at * 8, value);
    } else if (value <= Integer.MAX_VALUE) {
      offsets.setInt(at * 4, (int) value);
    } else {
      throw new DataException(
          "A column with 32-bit offsets holds at most 2 GiB: bytes="
              + value
              + ". Use the large type.");
    }
  }

  private static void copyBytes(Column column, ArrowBuf offsets, ArrowBuf data) {
    Kind kind = column.type().kind();
    for (int row = 0; row < column.length(); row++) {
      long to = offset(kind, offsets.memoryAddress(), row);
      long bytes = offset(kind, offsets.memoryAddress(), row + 1L) - to;
      if (bytes > 0) {
        Column values = values(column);
        long from = offset(kind, values.offsets().memoryAddress(), index(column, row));
        Raw.copy(values.data().memoryAddress() + from, data.memoryAddress() + to, bytes);
      }
    }
  }
}
