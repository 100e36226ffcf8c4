package io.millrace.kernels.batch;

import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import org.apache.arrow.memory.ArrowBuf;

/**
 * One column of a host batch: type, length, null count and Arrow buffers, wherever these lie (a
 * socket's arena, a mapped file, pinned memory). A view: it owns none of its buffers, the {@link
 * Batch} around it does.
 *
 * <p>A dictionary-encoded column has the type of its values, a {@code dictionary} that holds them,
 * and in {@code data} the indices, whose width is that of {@code indices}.
 *
 * @param type the value type
 * @param length rows
 * @param nullCount rows that are null, exact
 * @param offset the first row within the buffers; for validity and booleans a bit offset
 * @param validity one bit a row, least significant first, set where a value is there; null if no
 *     row is null
 * @param offsets for text and binary {@code offset + length + 1} offsets, 32 or 64 bits wide; null
 *     for other kinds
 * @param data values, bits, bytes or dictionary indices
 * @param indices the integer kind of the dictionary indices, null for a plain column
 * @param dictionary the values that the indices point to, null for a plain column
 */
public record Column(
    DataType type,
    int length,
    int nullCount,
    int offset,
    ArrowBuf validity,
    ArrowBuf offsets,
    ArrowBuf data,
    Kind indices,
    Column dictionary) {

  /**
   * Checks, once, that the buffers are long enough for the rows. Contents of offset buffers are not
   * read here.
   */
  public Column {
    long end = (long) offset + length;
    if (length < 0 || offset < 0 || nullCount < 0 || nullCount > length) {
      throw new InternalException(
          "A column's length, offset and null count must fit: length="
              + length
              + ", offset="
              + offset
              + ", nullCount="
              + nullCount
              + ".");
    }
    if (nullCount > 0) {
      requireBytes("validity", validity, (end + 7) / 8);
    }
    if (length > 0) {
      requireData(type, end, offsets, data, indices);
    }
  }

  /** A plain column, not dictionary-encoded. */
  public static Column of(
      DataType type,
      int length,
      int nullCount,
      ArrowBuf validity,
      ArrowBuf offsets,
      ArrowBuf data) {
    return new Column(type, length, nullCount, 0, validity, offsets, data, null, null);
  }

  private static void requireData(
      DataType type, long end, ArrowBuf offsets, ArrowBuf data, Kind indices) {
    Kind kind = indices != null ? indices : type.kind();
    switch (kind.lane()) {
      case BOOL -> requireBytes("data", data, (end + 7) / 8);
      case BYTES -> requireBytes("offsets", offsets, (end + 1) * kind.width());
      case LONG, DOUBLE -> requireBytes("data", data, end * kind.width());
    }
  }

  private static void requireBytes(String name, ArrowBuf buffer, long bytes) {
    if (buffer == null || buffer.capacity() < bytes) {
      throw new InternalException(
          "A column's buffer must hold its rows: buffer="
              + name
              + ", needed="
              + bytes
              + ", capacity="
              + (buffer == null ? "absent" : buffer.capacity())
              + ".");
    }
  }

  /** Whether values are stored as indices into a dictionary. */
  public boolean isDictionaryEncoded() {
    return dictionary != null;
  }

  /**
   * Rows {@code from} to {@code from + rows} over the same buffers. The null count is counted
   * again, so it stays exact.
   */
  public Column slice(int from, int rows) {
    if (from < 0 || rows < 0 || (long) from + rows > length) {
      throw new InternalException(
          "A slice must lie within its column: from="
              + from
              + ", rows="
              + rows
              + ", length="
              + length
              + ".");
    }
    int nulls =
        nullCount == 0
            ? 0
            : Validity.countNulls(validity.memoryAddress(), (long) offset + from, rows);
    return new Column(
        type,
        rows,
        nulls,
        offset + from,
        nulls == 0 ? null : validity,
        offsets,
        data,
        indices,
        dictionary);
  }
}
