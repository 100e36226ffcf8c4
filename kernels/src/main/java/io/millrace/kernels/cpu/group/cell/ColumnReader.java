package io.millrace.kernels.cpu.group.cell;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.Validity;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;

/**
 * Reads rows of host columns, dictionary-encoded or not, in {@link Encoding#BITS} form. For imports
 * of state.
 */
public final class ColumnReader {
  private ColumnReader() {}

  /**
   * Rows {@code from} to {@code from + count}, at most {@link Cells#CHUNK}, each into {@code to}.
   */
  public static Cells read(Column column, int from, int count, ValueBuffer to) {
    if (column.type().lane() == Lane.BYTES) {
      to.beginSpans();
    } else {
      to.begin();
    }
    for (int i = 0; i < count; i++) {
      long at = (long) column.offset() + from + i;
      Column values = column;
      if (column.isDictionaryEncoded() && isValid(column, at)) {
        at = index(column, at);
        values = column.dictionary();
      }
      if (isValid(values, at)) {
        readValue(values, at, i, to);
      } else {
        to.setNull(i);
      }
    }
    return to.cells();
  }

  private static boolean isValid(Column column, long at) {
    return column.nullCount() == 0 || Validity.isSet(column.validity().memoryAddress(), at);
  }

  private static long index(Column column, long at) {
    long index = integer(column.indices(), column.data().memoryAddress(), at);
    if (index < 0 || index >= column.dictionary().length()) {
      throw new DataException(
          "A dictionary index must point into its dictionary: index="
              + index
              + ", dictionary length="
              + column.dictionary().length()
              + ".");
    }
    return column.dictionary().offset() + index;
  }

  private static void readValue(Column column, long at, int row, ValueBuffer to) {
    DataType type = column.type();
    long data = column.data() == null ? 0 : column.data().memoryAddress();
    switch (type.lane()) {
      case BOOL -> to.words()[row] = Validity.isSet(data, at) ? 1 : 0;
      case LONG -> to.words()[row] = integer(type.kind(), data, at);
      case DOUBLE ->
          to.words()[row] =
              type.kind() == Kind.FLOAT64
                  ? Raw.getLong(data + at * 8)
                  : Double.doubleToRawLongBits(Float.intBitsToFloat(Raw.getInt(data + at * 4)));
      case BYTES -> readSpan(column, at, data, row, to);
    }
  }

  private static void readSpan(Column column, long at, long data, int row, ValueBuffer to) {
    long begin = offset(column, at);
    long length = offset(column, at + 1) - begin;
    if (begin < 0
        || length < 0
        || length > Integer.MAX_VALUE
        || (length > 0 && begin + length > column.data().capacity())) {
      throw new DataException(
          "Offsets must not fall and must lie within the data: row="
              + row
              + ", begin="
              + begin
              + ", length="
              + length
              + ".");
    }
    to.words()[row] = Spans.head(data + begin, (int) length);
    to.tails()[row] = Spans.tail(data + begin, (int) length);
  }

  private static long offset(Column column, long at) {
    long offsets = column.offsets().memoryAddress();
    return column.type().kind().width() == 4
        ? Raw.getInt(offsets + at * 4)
        : Raw.getLong(offsets + at * 8);
  }

  private static long integer(Kind kind, long data, long at) {
    return switch (kind.width()) {
      case 1 -> kind.isUnsigned() ? Raw.getByte(data + at) & 0xFF : Raw.getByte(data + at);
      case 2 ->
          kind.isUnsigned()
              ? Raw.ALL.get(Raw.CHAR, data + at * 2)
              : Raw.ALL.get(Raw.SHORT, data + at * 2);
      case 4 ->
          kind.isUnsigned() ? Raw.getInt(data + at * 4) & 0xFFFFFFFFL : Raw.getInt(data + at * 4);
      default -> Raw.getLong(data + at * 8);
    };
  }
}
