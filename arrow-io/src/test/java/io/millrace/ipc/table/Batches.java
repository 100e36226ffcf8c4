package io.millrace.ipc.table;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Reads a batch one value at a time through Arrow's own bounds-checked buffers, sharing no code
 * with the readers.
 */
public final class Batches {
  private Batches() {}

  /** The rows of a batch. */
  public static Table table(Batch batch) {
    List<byte[][]> columns = new ArrayList<>();
    for (Column column : batch.columns()) {
      byte[][] values = new byte[batch.rows()][];
      int nulls = 0;
      for (int row = 0; row < batch.rows(); row++) {
        boolean there = isThere(column, row);
        nulls += there ? 0 : 1;
        values[row] = there ? value(column, row) : null;
      }
      if (nulls != column.nullCount()) {
        throw new AssertionError(
            "null count: declared " + column.nullCount() + ", counted " + nulls);
      }
      columns.add(values);
    }
    return new Table(List.<Field>copyOf(batch.schema().getFields()), columns, batch.rows());
  }

  private static boolean isThere(Column column, int row) {
    return column.nullCount() == 0 || bit(column.validity(), column.offset() + row);
  }

  private static boolean bit(ArrowBuf bits, int at) {
    return (bits.getByte(at / 8) >> (at % 8) & 1) == 1;
  }

  private static byte[] value(Column column, int row) {
    int at = column.offset() + row;
    if (column.isDictionaryEncoded()) {
      int index = (int) index(column.indices(), column.data(), at);
      return isThere(column.dictionary(), index) ? value(column.dictionary(), index) : null;
    }
    Kind kind = column.type().kind();
    if (kind == Kind.BOOL) {
      return new byte[] {(byte) (bit(column.data(), at) ? 1 : 0)};
    }
    if (!Table.isBytes(kind)) {
      return bytes(column.data(), (long) at * kind.width(), kind.width());
    }
    long from = offset(kind, column.offsets(), at);
    return bytes(column.data(), from, offset(kind, column.offsets(), at + 1) - from);
  }

  private static byte[] bytes(ArrowBuf buffer, long at, long length) {
    byte[] bytes = new byte[(int) length];
    if (length > 0) {
      buffer.getBytes(at, bytes);
    }
    return bytes;
  }

  private static long offset(Kind kind, ArrowBuf offsets, int at) {
    return kind.width() == 4 ? offsets.getInt(at * 4L) : offsets.getLong(at * 8L);
  }

  /** The index of a dictionary-encoded column, as it stands there, also where the row is null. */
  public static long index(Column column, int row) {
    return index(column.indices(), column.data(), column.offset() + row);
  }

  private static long index(Kind kind, ArrowBuf data, int at) {
    return switch (kind) {
      case INT8 -> data.getByte(at);
      case UINT8 -> data.getByte(at) & 0xFF;
      case INT16 -> data.getShort(at * 2L);
      case UINT16 -> data.getShort(at * 2L) & 0xFFFF;
      case INT32 -> data.getInt(at * 4L);
      case UINT32 -> data.getInt(at * 4L) & 0xFFFFFFFFL;
      default -> data.getLong(at * 8L);
    };
  }
}
