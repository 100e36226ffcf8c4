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
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private Literals() {}

  /** The type of a constant where nothing else says one; null for null. */
  static DataType naturalType(Object value) {
    return switch (value) {
      case null -> null;
      case Byte _, Short _, Integer _, Long _ -> DataType.INT64;
      case BigInteger _ -> DataType.UINT64;
      case Float _, Double _ -> DataType.FLOAT64;
      case Boolean _ -> DataType.BOOL;
      case CharSequence _, Character _ -> DataType.UTF8;
      case byte[] _ -> DataType.BINARY;
      case LocalDate _ -> DataType.DATE_DAY;
      case LocalDateTime _ -> DataType.timestamp(TimeUnit.MICROSECOND, null);
      case Instant _ -> DataType.timestamp(TimeUnit.MICROSECOND, "UTC");
      case Duration _ -> DataType.duration(TimeUnit.MICROSECOND);
      default ->
          throw new UserException(
              "A literal must be null, a number, boolean, text, bytes, LocalDate, LocalDateTime,"
                  + " Instant or Duration: class="
                  + value.getClass().getName()
                  + ". Convert it first.");
    };
  }

  /** The constant as that type's lane holds it, or null if it has no exact place there. */
  static Object inLane(Object value, DataType type) {
    return switch (type.kind()) {
      case BOOL -> value instanceof Boolean ? value : null;
      case FLOAT32, FLOAT64 -> value instanceof Number n ? (Object) n.doubleValue() : null;
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

  private static Object integer(Object value, Kind kind) {
    if (value instanceof BigInteger big) {
      return kind == Kind.UINT64 && big.signum() >= 0 && big.compareTo(TWO_64) < 0
          ? big.longValue()
          : null;
    }
    if (!(value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long)) {
      return null;
    }
    long number = ((Number) value).longValue();
    return kind.isUnsigned() && number < 0 ? null : (Object) number;
  }

  private static Object instant(Object value, DataType type) {
    try {
      return switch (value) {
        case LocalDate date -> moment(date.atStartOfDay(), type);
        case LocalDateTime time -> moment(time, type);
        case Instant time -> type.zone() == null ? null : scaled(time, type);
        case CharSequence text -> parsed(text.toString().strip(), type);
        case null, default -> null;
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new UserException(
          "A time literal must be an ISO-8601 date or date-time within the type's range: value="
              + value
              + ", type="
              + type
              + ".",
          e);
    }
  }

  private static Object parsed(String text, DataType type) {
    if (text.length() <= 10) {
      return moment(LocalDate.parse(text).atStartOfDay(), type);
    }
    String iso = text.replace(' ', 'T');
    return iso.endsWith("Z")
        ? scaled(Instant.parse(iso), type)
        : moment(LocalDateTime.parse(iso), type);
  }

  private static Object moment(LocalDateTime local, DataType type) {
    ZoneId zone = type.zone() == null ? ZoneOffset.UTC : ZoneId.of(type.zone());
    return scaled(local.atZone(zone).toInstant(), type);
  }

  private static Object scaled(Instant instant, DataType type) {
    return switch (type.kind()) {
      case DATE_DAY -> Math.floorDiv(instant.getEpochSecond(), 86_400L);
      case DATE_MILLI -> Math.floorDiv(instant.getEpochSecond(), 86_400L) * 86_400_000L;
      default -> units(instant.getEpochSecond(), instant.getNano(), type);
    };
  }

  private static long units(long seconds, int nanos, DataType type) {
    long perSecond = type.unitsPerSecond();
    return Math.addExact(
        Math.multiplyExact(seconds, perSecond), nanos / (1_000_000_000L / perSecond));
  }
}
