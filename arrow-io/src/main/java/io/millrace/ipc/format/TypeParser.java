package io.millrace.ipc.format;

import io.millrace.error.DataException;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Reads the type of a field, and refuses by name whatever Millrace does not compute with. */
final class TypeParser {
  private TypeParser() {}

  static ArrowType parse(int tag, FlatTable table, FlatTable field, String column) {
    if (table == null) {
      throw field.wrong("A field must have a type", "column=" + column);
    }
    return switch (tag) {
      case Type.Bool -> ArrowType.Bool.INSTANCE;
      case Type.Int -> integer(table, column);
      case Type.FloatingPoint -> floating(table, column);
      case Type.Utf8 -> ArrowType.Utf8.INSTANCE;
      case Type.LargeUtf8 -> ArrowType.LargeUtf8.INSTANCE;
      case Type.Binary -> ArrowType.Binary.INSTANCE;
      case Type.LargeBinary -> ArrowType.LargeBinary.INSTANCE;
      case Type.Date ->
          new ArrowType.Date(pick(DateUnit.values(), table.getShort(0, 1), table, column));
      case Type.Timestamp -> new ArrowType.Timestamp(unit(table, 0, column), table.getString(1));
      case Type.Duration -> new ArrowType.Duration(unit(table, 1, column));
      default -> throw refused(field, column, name(tag));
    };
  }

  static ArrowType.Int integer(FlatTable table, String column) {
    int bits = table.getInt(0);
    if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
      throw table.wrong(
          "An integer has 8, 16, 32 or 64 bits", "column=" + column + ", bits=" + bits);
    }
    return new ArrowType.Int(bits, table.getBoolean(1));
  }

  private static ArrowType floating(FlatTable table, String column) {
    return new ArrowType.FloatingPoint(
        pick(FloatingPointPrecision.values(), table.getShort(0, 0), table, column));
  }

  private static TimeUnit unit(FlatTable table, int absent, String column) {
    return pick(TimeUnit.values(), table.getShort(0, absent), table, column);
  }

  /** Arrow Java's enums stand in the order of the format's numbers. */
  private static <E> E pick(E[] choices, int number, FlatTable table, String column) {
    if (number < 0 || number >= choices.length) {
      throw table.wrong(
          "A type's unit or precision must be one of the format's",
          "column=" + column + ", value=" + number);
    }
    return choices[number];
  }

  private static String name(int tag) {
    return tag < Type.names.length ? Type.names[tag].replace("_", "") : "number " + tag;
  }

  static DataException refused(FlatTable field, String column, String type) {
    return field.wrong(
        "A column must have a type that Millrace computes with (integers, float32/64, bool, utf8,"
            + " binary, date, timestamp, duration, or a dictionary of these)",
        "column=" + column + ", type=" + type);
  }
}
