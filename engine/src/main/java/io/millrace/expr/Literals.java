package io.millrace.expr;

import io.millrace.error.UserException;
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
import org.apache.arrow.vector.types.TimeUnit;

/** Constants: the type that each has by itself, and its form in another type's lane. */
final class Literals {
  private Literals() {}

  /** The type of a constant where nothing else says one; null for null. */
  static DataType naturalType(Object value) {
    return switch (value) {
      case null -> null;
      case Byte _, Short _, Integer _, Long _ -> DataType.INT64;
      case BigInteger big -> integerType(big);
      case Float _, Double _ -> DataType.FLOAT64;
      case Boolean _ -> DataType.BOOL;
      case CharSequence _, Character _ -> DataType.UTF8;
      case byte[] _ -> DataType.BINARY;
      case LocalDate _ -> DataType.DATE_DAY;
      case LocalDateTime time -> DataType.timestamp(unit(time.getNano()), null);
      case Instant time -> DataType.timestamp(unit(time.getNano()), "UTC");
      case Duration span -> DataType.duration(unit(span.getNano()));
      default ->
          throw new UserException(
              "A literal must be null, a number, boolean, text, bytes, LocalDate, LocalDateTime,"
                  + " Instant or Duration: class="
                  + value.getClass().getName()
                  + ". Convert it first.");
    };
  }

  private static DataType integerType(BigInteger big) {
    if (big.bitLength() < Long.SIZE) {
      return DataType.INT64;
    }
    if (big.signum() > 0 && big.bitLength() == Long.SIZE) {
      return DataType.UINT64;
    }
    throw new UserException(
        "An integer literal must fit 64 bits: value=" + big + ". Use a double.");
  }

  /** Microseconds, unless that would lose something. */
  private static TimeUnit unit(int nanos) {
    return nanos % 1_000 == 0 ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
  }

  /**
   * A constant beside a point in time: text is parsed, local time is that of the type's zone. What
   * is beside something else stays as it is.
   */
  static Object beside(Object value, DataType type) {
    if (!type.kind().isInstant()) {
      return value;
    }
    Object time = value instanceof CharSequence text ? parsed(text.toString(), type) : value;
    return switch (time) {
      case LocalDate date when type.zone() != null -> zoned(date.atStartOfDay(), type);
      case LocalDateTime local when type.zone() != null -> zoned(local, type);
      case null, default -> time;
    };
  }

  private static Instant zoned(LocalDateTime local, DataType type) {
    return local.atZone(ZoneId.of(type.zone())).toInstant();
  }

  /** The constant as that type's lane holds it, or null if it has no exact place there. */
  static Object inLane(Object value, DataType type) {
    return switch (type.kind()) {
      case BOOL -> value instanceof Boolean ? value : null;
      case FLOAT32 -> value instanceof Number n ? single(n.doubleValue()) : null;
      case FLOAT64 -> value instanceof Number n ? (Object) n.doubleValue() : null;
      case UTF8, LARGE_UTF8 ->
          value instanceof CharSequence || value instanceof Character
              ? value.toString().getBytes(StandardCharsets.UTF_8)
              : null;
      case BINARY, LARGE_BINARY -> value instanceof byte[] ? value : null;
      case DATE_DAY, DATE_MILLI, TIMESTAMP -> instant(value, type);
      case DURATION ->
          value instanceof Duration d ? units(d.getSeconds(), d.getNano(), type) : null;
      default -> integer(value, type.kind());
    };
  }

  private static Object single(double number) {
    return Double.compare((float) number, number) == 0 ? (Object) number : null;
  }

  private static Object integer(Object value, Kind kind) {
    if (value instanceof BigInteger big) {
      boolean unsigned = kind == Kind.UINT64 && big.signum() >= 0;
      return big.bitLength() < Long.SIZE
          ? integer(big.longValue(), kind)
          : unsigned && big.bitLength() == Long.SIZE ? (Object) big.longValue() : null;
    }
    if (!(value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long)) {
      return null;
    }
    long number = ((Number) value).longValue();
    return fits(number, kind) ? (Object) number : null;
  }

  private static boolean fits(long number, Kind kind) {
    int bits = 8 * kind.width();
    if (kind.isUnsigned()) {
      return number >= 0 && (bits == Long.SIZE || number >> bits == 0);
    }
    int unused = Long.SIZE - bits;
    return ((number << unused) >> unused) == number;
  }

  private static Object instant(Object value, DataType type) {
    try {
      return switch (beside(value, type)) {
        case LocalDate date -> scaled(date.atStartOfDay().toInstant(ZoneOffset.UTC), type);
        case LocalDateTime time -> scaled(time.toInstant(ZoneOffset.UTC), type);
        case Instant time -> type.zone() == null ? null : scaled(time, type);
        case null, default -> null;
      };
    } catch (ArithmeticException e) {
      throw badTime(value, type, e);
    }
  }

  private static UserException badTime(Object value, DataType type, RuntimeException e) {
    return new UserException(
        "A time literal must be an ISO-8601 date or date-time within the type's range: value="
            + value
            + ", type="
            + type
            + ".",
        e);
  }

  private static Object parsed(String value, DataType type) {
    String text = value.strip();
    try {
      if (text.length() <= 10) {
        return LocalDate.parse(text);
      }
      String iso = text.replace(' ', 'T');
      return iso.endsWith("Z") ? instant(iso, type) : LocalDateTime.parse(iso);
    } catch (DateTimeException e) {
      throw badTime(value, type, e);
    }
  }

  /** An instant beside a type without zone is that moment in UTC. */
  private static Object instant(String iso, DataType type) {
    Instant instant = Instant.parse(iso);
    return type.zone() == null ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant;
  }

  private static Object scaled(Instant instant, DataType type) {
    return switch (type.kind()) {
      case DATE_DAY -> days(instant, 1);
      case DATE_MILLI -> days(instant, 86_400_000L);
      default -> units(instant.getEpochSecond(), instant.getNano(), type);
    };
  }

  private static Object days(Instant instant, long unitsPerDay) {
    boolean exact = instant.getEpochSecond() % 86_400L == 0 && instant.getNano() == 0;
    return exact ? (Object) (instant.getEpochSecond() / 86_400L * unitsPerDay) : null;
  }

  private static Object units(long seconds, int nanos, DataType type) {
    long perSecond = type.unitsPerSecond();
    long nanosAUnit = 1_000_000_000L / perSecond;
    return nanos % nanosAUnit == 0
        ? (Object) Math.addExact(Math.multiplyExact(seconds, perSecond), nanos / nanosAUnit)
        : null;
  }
}
