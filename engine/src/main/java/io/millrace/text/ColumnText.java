package io.millrace.text;

import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.time.zone.ZoneRules;
import java.util.Base64;

/**
 * Writes the values of one type of column as text: integers in decimal, floating point in its
 * shortest form, {@code true} and {@code false}, dates and timestamps by {@link CivilTime},
 * durations in ISO 8601 ({@code PT1M30S}), binary in base64, text as it is but with malformed UTF-8
 * replaced.
 */
public final class ColumnText {
  private final DataType type;
  private final ZoneRules rules;

  /** For columns of the given type. */
  public ColumnText(DataType type) {
    this.type = type;
    this.rules = CivilTime.rules(type);
  }

  /** Appends the value of a row that is not null. */
  public void append(TextBytes out, Column column, int row) {
    switch (type.kind()) {
      case BOOL -> out.ascii(ColumnValues.getBoolean(column, row) ? "true" : "false");
      case FLOAT32 -> out.ascii(Float.toString((float) ColumnValues.getDouble(column, row)));
      case FLOAT64 -> out.ascii(Double.toString(ColumnValues.getDouble(column, row)));
      case UTF8, LARGE_UTF8 -> text(out, column, row);
      case BINARY, LARGE_BINARY -> base64(out, column, row);
      case UINT64 -> out.ascii(Long.toUnsignedString(ColumnValues.getLong(column, row)));
      case DATE_DAY -> CivilTime.date(out, ColumnValues.getLong(column, row));
      case DATE_MILLI ->
          CivilTime.date(out, Math.floorDiv(ColumnValues.getLong(column, row), 86_400_000L));
      case TIMESTAMP -> CivilTime.timestamp(out, type, rules, ColumnValues.getLong(column, row));
      case DURATION -> out.ascii(duration(ColumnValues.getLong(column, row)));
      default -> out.decimal(ColumnValues.getLong(column, row));
    }
  }

  private static void text(TextBytes out, Column column, int row) {
    long address = ColumnValues.bytesAddress(column, row);
    int length = Math.toIntExact(ColumnValues.bytesLength(column, row));
    if (length == 0) {
      return;
    }
    if (Utf8.isValid(address, length)) {
      out.bytes(address, length);
    } else {
      out.bytes(Utf8.replaceMalformed(address, length));
    }
  }

  private static void base64(TextBytes out, Column column, int row) {
    byte[] encoded = Base64.getEncoder().encode((byte[]) ColumnValues.get(column, row));
    out.bytes(encoded);
  }

  private String duration(long value) {
    long perSecond = type.unitsPerSecond();
    long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
    return Duration.ofSeconds(Math.floorDiv(value, perSecond), nanos).toString();
  }
}
