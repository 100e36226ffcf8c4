package io.millrace.kernels.types;

import io.millrace.error.UserException;
import java.util.Locale;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column's value type. Dictionary encoding is not part of it: a dictionary-encoded column has the
 * type of its dictionary's values.
 *
 * @param kind the kind of value
 * @param unit the unit of a timestamp or duration, null for every other kind
 * @param zone the zone of a timestamp that has one, else null
 */
public record DataType(Kind kind, TimeUnit unit, String zone) {
  /** Booleans. */
  public static final DataType BOOL = of(Kind.BOOL);

  /** Signed 32-bit integers. */
  public static final DataType INT32 = of(Kind.INT32);

  /** Signed 64-bit integers. */
  public static final DataType INT64 = of(Kind.INT64);

  /** Unsigned 64-bit integers. */
  public static final DataType UINT64 = of(Kind.UINT64);

  /** IEEE 754 binary64. */
  public static final DataType FLOAT64 = of(Kind.FLOAT64);

  /** UTF-8 text with 32-bit offsets. */
  public static final DataType UTF8 = of(Kind.UTF8);

  /** Bytes with 32-bit offsets. */
  public static final DataType BINARY = of(Kind.BINARY);

  /** Days since 1970-01-01. */
  public static final DataType DATE_DAY = of(Kind.DATE_DAY);

  /**
   * Checks that unit and zone belong to the kind.
   *
   * @throws UserException if they do not
   */
  public DataType {
    boolean hasUnit = kind == Kind.TIMESTAMP || kind == Kind.DURATION;
    if (hasUnit != (unit != null) || (zone != null && kind != Kind.TIMESTAMP)) {
      throw new UserException(
          "A unit belongs to timestamps and durations, a zone to timestamps: kind="
              + kind
              + ", unit="
              + unit
              + ", zone="
              + zone
              + ".");
    }
  }

  /** The type of a kind that needs neither unit nor zone. */
  public static DataType of(Kind kind) {
    return new DataType(kind, null, null);
  }

  /** A timestamp; {@code zone} may be null. */
  public static DataType timestamp(TimeUnit unit, String zone) {
    return new DataType(Kind.TIMESTAMP, unit, zone);
  }

  /** A span of time. */
  public static DataType duration(TimeUnit unit) {
    return new DataType(Kind.DURATION, unit, null);
  }

  /**
   * The type of a field.
   *
   * @throws UserException if the field's Arrow type is not among those that Millrace computes with
   */
  public static DataType of(Field field) {
    DataType type = ofArrow(field.getType());
    if (type == null) {
      throw new UserException(
          "A column must have a type that Millrace computes with: column="
              + field.getName()
              + ", type="
              + field.getType()
              + ". Use integers, float32/64, bool, utf8, binary, date, timestamp, duration or a"
              + " dictionary of these.");
    }
    return type;
  }

  /** The type of an Arrow type, or null if Millrace does not compute with it. */
  public static DataType ofArrow(ArrowType type) {
    return switch (type) {
      case ArrowType.Bool _ -> BOOL;
      case ArrowType.Int i -> of(integer(i.getBitWidth(), i.getIsSigned()));
      case ArrowType.FloatingPoint f ->
          switch (f.getPrecision()) {
            case SINGLE -> of(Kind.FLOAT32);
            case DOUBLE -> FLOAT64;
            case HALF -> null;
          };
      case ArrowType.Utf8 _ -> UTF8;
      case ArrowType.LargeUtf8 _ -> of(Kind.LARGE_UTF8);
      case ArrowType.Binary _ -> BINARY;
      case ArrowType.LargeBinary _ -> of(Kind.LARGE_BINARY);
      case ArrowType.Date d -> of(d.getUnit() == DateUnit.DAY ? Kind.DATE_DAY : Kind.DATE_MILLI);
      case ArrowType.Timestamp t -> timestamp(t.getUnit(), t.getTimezone());
      case ArrowType.Duration d -> duration(d.getUnit());
      default -> null;
    };
  }

  private static Kind integer(int bits, boolean signed) {
    return switch (bits) {
      case 8 -> signed ? Kind.INT8 : Kind.UINT8;
      case 16 -> signed ? Kind.INT16 : Kind.UINT16;
      case 32 -> signed ? Kind.INT32 : Kind.UINT32;
      default -> signed ? Kind.INT64 : Kind.UINT64;
    };
  }

  /**
   * The type in which values of two types of one lane stand for one another: theirs if they are of
   * one kind, else the lane's widest.
   */
  public static DataType widest(DataType a, DataType b) {
    if (a.kind() == b.kind()) {
      return a;
    }
    return switch (a.kind()) {
      case FLOAT32, FLOAT64 -> FLOAT64;
      case UTF8, LARGE_UTF8 -> of(Kind.LARGE_UTF8);
      case BINARY, LARGE_BINARY -> of(Kind.LARGE_BINARY);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> b.equals(UINT64) ? UINT64 : INT64;
      case UINT64 -> UINT64;
      case BOOL, DATE_DAY, DATE_MILLI, TIMESTAMP, DURATION -> a;
    };
  }

  /** The Arrow type of this type. */
  public ArrowType toArrow() {
    return switch (kind) {
      case BOOL -> ArrowType.Bool.INSTANCE;
      case INT8, INT16, INT32, INT64 -> new ArrowType.Int(kind.width() * 8, true);
      case UINT8, UINT16, UINT32, UINT64 -> new ArrowType.Int(kind.width() * 8, false);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case UTF8 -> ArrowType.Utf8.INSTANCE;
      case LARGE_UTF8 -> ArrowType.LargeUtf8.INSTANCE;
      case BINARY -> ArrowType.Binary.INSTANCE;
      case LARGE_BINARY -> ArrowType.LargeBinary.INSTANCE;
      case DATE_DAY -> new ArrowType.Date(DateUnit.DAY);
      case DATE_MILLI -> new ArrowType.Date(DateUnit.MILLISECOND);
      case TIMESTAMP -> new ArrowType.Timestamp(unit, zone);
      case DURATION -> new ArrowType.Duration(unit);
    };
  }

  /** A nullable field of this type. */
  public Field field(String name) {
    return Field.nullable(name, toArrow());
  }

  /** The lane in which values of this type are computed. */
  public Lane lane() {
    return kind.lane();
  }

  /** Units in one second, for timestamps and durations. */
  public long unitsPerSecond() {
    return switch (unit) {
      case SECOND -> 1L;
      case MILLISECOND -> 1_000L;
      case MICROSECOND -> 1_000_000L;
      case NANOSECOND -> 1_000_000_000L;
    };
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    if (unit == null) {
      return name;
    }
    String shortUnit =
        switch (unit) {
          case SECOND -> "s";
          case MILLISECOND -> "ms";
          case MICROSECOND -> "us";
          case NANOSECOND -> "ns";
        };
    return name + "[" + shortUnit + (zone == null ? "" : ", " + zone) + "]";
  }
}
