package io.millrace.kernels.batch;

import io.millrace.error.DataException;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;

/**
 * Reads single values of a column: for output, messages and tests, not for computing. Knows slices
 * and dictionaries, so a row number is always one of the column as its reader sees it, from 0. Rows
 * are not checked against the length.
 *
 * <p>The primitive readers must not be asked for a row that is null.
 */
public final class ColumnValues {
  private ColumnValues() {}

  /** Whether the row has no value, be it that it is null itself or that its dictionary entry is. */
  public static boolean isNull(Column column, int row) {
    if (column.nullCount() > 0
        && !Validity.isSet(column.validity().memoryAddress(), (long) column.offset() + row)) {
      return true;
    }
    return column.isDictionaryEncoded() && isNull(column.dictionary(), dictionaryRow(column, row));
  }

  /** The row of the dictionary that a row of a dictionary-encoded column points to. */
  public static int dictionaryRow(Column column, int row) {
    return (int)
        integer(column.indices(), column.data().memoryAddress(), (long) column.offset() + row);
  }

  /** Integers, dates, timestamps and durations, widened to 64 bits; uint64 as its bits. */
  public static long getLong(Column column, int row) {
    if (column.isDictionaryEncoded()) {
      return getLong(column.dictionary(), dictionaryRow(column, row));
    }
    return integer(
        column.type().kind(), column.data().memoryAddress(), (long) column.offset() + row);
  }

  /** Floating point numbers, widened to 64 bits. */
  public static double getDouble(Column column, int row) {
    if (column.isDictionaryEncoded()) {
      return getDouble(column.dictionary(), dictionaryRow(column, row));
    }
    long at = (long) column.offset() + row;
    long data = column.data().memoryAddress();
    return column.type().kind() == Kind.FLOAT32
        ? Float.intBitsToFloat(Raw.getInt(data + at * 4))
        : Double.longBitsToDouble(Raw.getLong(data + at * 8));
  }

  /** Booleans. */
  public static boolean getBoolean(Column column, int row) {
    if (column.isDictionaryEncoded()) {
      return getBoolean(column.dictionary(), dictionaryRow(column, row));
    }
    return Validity.isSet(column.data().memoryAddress(), (long) column.offset() + row);
  }

  /** Address of the first byte of a text or binary value. */
  public static long bytesAddress(Column column, int row) {
    if (column.isDictionaryEncoded()) {
      return bytesAddress(column.dictionary(), dictionaryRow(column, row));
    }
    long from = byteOffset(column, row);
    return column.data() == null ? 0 : column.data().memoryAddress() + from;
  }

  /** Bytes of a text or binary value. */
  public static long bytesLength(Column column, int row) {
    if (column.isDictionaryEncoded()) {
      return bytesLength(column.dictionary(), dictionaryRow(column, row));
    }
    return byteOffset(column, row + 1) - byteOffset(column, row);
  }

  private static long byteOffset(Column column, int row) {
    long at = (long) column.offset() + row;
    long offsets = column.offsets().memoryAddress();
    return column.type().kind().width() == 4
        ? Raw.getInt(offsets + at * 4)
        : Raw.getLong(offsets + at * 8);
  }

  private static long integer(Kind kind, long data, long at) {
    return switch (kind) {
      case INT8 -> Raw.getByte(data + at);
      case UINT8 -> Raw.getByte(data + at) & 0xFFL;
      case INT16 -> (short) halfWord(data + at * 2);
      case UINT16 -> halfWord(data + at * 2) & 0xFFFFL;
      case INT32, DATE_DAY -> Raw.getInt(data + at * 4);
      case UINT32 -> Raw.getInt(data + at * 4) & 0xFFFF_FFFFL;
      default -> Raw.getLong(data + at * 8);
    };
  }

  private static int halfWord(long address) {
    return (Raw.getByte(address) & 0xFF) | ((Raw.getByte(address + 1) & 0xFF) << 8);
  }

  /**
   * One value as an object, null where there is none: integers as {@code Long}, uint64 as {@code
   * BigInteger}, floating point as {@code Double}, {@code Boolean}, text as {@code String}
   * (malformed UTF-8 replaced), binary as {@code byte[]}, dates as {@code LocalDate}, timestamps as
   * {@code LocalDateTime} or, with a zone, {@code ZonedDateTime}, durations as {@code Duration}.
   *
   * @throws DataException for a point in time that java.time cannot hold, or a zone that it does
   *     not know
   */
  public static Object get(Column column, int row) {
    if (isNull(column, row)) {
      return null;
    }
    DataType type = column.type();
    return switch (type.kind()) {
      case BOOL -> getBoolean(column, row);
      case FLOAT32, FLOAT64 -> getDouble(column, row);
      case UTF8, LARGE_UTF8 -> new String(bytes(column, row), StandardCharsets.UTF_8);
      case BINARY, LARGE_BINARY -> bytes(column, row);
      case UINT64 -> new BigInteger(Long.toUnsignedString(getLong(column, row)));
      case DATE_DAY, DATE_MILLI, TIMESTAMP -> instant(type, getLong(column, row));
      case DURATION -> duration(type, getLong(column, row));
      default -> getLong(column, row);
    };
  }

  /** One row of a batch, each value as by {@link #get}. */
  public static List<Object> row(Batch batch, int row) {
    List<Object> values = new ArrayList<>(batch.columns().size());
    for (Column column : batch.columns()) {
      values.add(get(column, row));
    }
    return values;
  }

  /** All rows of a batch, each value as by {@link #get}. */
  public static List<List<Object>> rows(Batch batch) {
    List<List<Object>> rows = new ArrayList<>(batch.rows());
    for (int row = 0; row < batch.rows(); row++) {
      rows.add(row(batch, row));
    }
    return rows;
  }

  /** All values of a column, each as by {@link #get}. */
  public static List<Object> values(Column column) {
    List<Object> values = new ArrayList<>(column.length());
    for (int row = 0; row < column.length(); row++) {
      values.add(get(column, row));
    }
    return values;
  }

  private static byte[] bytes(Column column, int row) {
    byte[] bytes = new byte[Math.toIntExact(bytesLength(column, row))];
    if (bytes.length > 0) {
      Raw.copy(bytesAddress(column, row), bytes, 0, bytes.length);
    }
    return bytes;
  }

  private static Object instant(DataType type, long value) {
    try {
      return switch (type.kind()) {
        case DATE_DAY -> LocalDate.ofEpochDay(value);
        case DATE_MILLI -> LocalDate.ofEpochDay(Math.floorDiv(value, 86_400_000L));
        default -> timestamp(type, value);
      };
    } catch (DateTimeException e) {
      throw new DataException(
          "A point in time must be one that java.time can hold: type="
              + type
              + ", value="
              + value
              + ".",
          e);
    }
  }

  private static Object timestamp(DataType type, long value) {
    long perSecond = type.unitsPerSecond();
    long seconds = Math.floorDiv(value, perSecond);
    long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
    return type.zone() == null
        ? LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC)
        : Instant.ofEpochSecond(seconds, nanos).atZone(ZoneId.of(type.zone()));
  }

  private static Duration duration(DataType type, long value) {
    long perSecond = type.unitsPerSecond();
    return type.unit() == TimeUnit.SECOND
        ? Duration.ofSeconds(value)
        : Duration.ofSeconds(
            Math.floorDiv(value, perSecond),
            Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
  }
}
