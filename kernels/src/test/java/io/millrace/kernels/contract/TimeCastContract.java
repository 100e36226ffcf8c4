package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

/** Casts of dates, timestamps and durations. */
public abstract class TimeCastContract extends KernelContract {
  private static final String[] ZONES = {
    null, "UTC", "Europe/Berlin", "America/New_York", "+05:30"
  };

  private List<Object> cast(TestColumn column, DataType to) {
    return harness().eval((c, in) -> c.cast(in[0], to), column);
  }

  private static List<DataType> instantTypes() {
    List<DataType> types =
        new ArrayList<>(List.of(DataType.DATE_DAY, DataType.of(Kind.DATE_MILLI)));
    for (TimeUnit unit : TimeUnit.values()) {
      for (String zone : ZONES) {
        types.add(DataType.timestamp(unit, zone));
      }
    }
    return types;
  }

  @Test
  void instantsToInstants() {
    for (DataType from : instantTypes()) {
      TestColumn column = samples(from);
      for (DataType to : instantTypes()) {
        assertThat(cast(column, to))
            .as(from + " to " + to)
            .isEqualTo(mapped(column, value -> converted((Long) value, from, to)));
      }
    }
  }

  /** Ordinary instants, ones around changes of offset, and the ends of what the type holds. */
  private static TestColumn samples(DataType type) {
    List<Object> values = new ArrayList<>();
    long[] seconds = {
      0,
      -1,
      1,
      86_399,
      86_400,
      -86_400,
      -86_401,
      1_711_846_799,
      1_711_846_800,
      1_711_846_801,
      1_711_850_400,
      1_729_990_800,
      1_729_994_399,
      1_729_994_400,
      1_729_998_000,
      -2_208_988_800L,
      4_102_444_800L
    };
    for (long second : seconds) {
      values.add(
          fromNanos(
              BigInteger.valueOf(second)
                  .multiply(BigInteger.valueOf(1_000_000_000))
                  .add(BigInteger.valueOf(123_456_789)),
              type));
    }
    Random random = new Random(91);
    for (int i = 0; i < 50; i++) {
      values.add(
          fromNanos(
              BigInteger.valueOf(
                  random.nextLong(-4_000_000_000_000_000_000L, 4_000_000_000_000_000_000L)),
              type));
    }
    if (type.kind() == Kind.TIMESTAMP && type.unit() != TimeUnit.SECOND) {
      values.add(Long.MAX_VALUE);
      values.add(Long.MIN_VALUE);
    }
    values.add(null);
    return TestColumn.of(type, values);
  }

  private static Object converted(long value, DataType from, DataType to) {
    if (from.equals(to)) {
      return value;
    }
    BigInteger nanos = toNanos(value, from);
    boolean bothZoned = from.zone() != null && to.zone() != null && to.kind() == Kind.TIMESTAMP;
    if (!bothZoned) {
      nanos = atZone(nanos, from.zone());
      nanos = to.kind() == Kind.TIMESTAMP ? toUtc(nanos, to.zone()) : nanos;
    }
    return fromNanos(nanos, to);
  }

  private static BigInteger toNanos(long value, DataType type) {
    long nanos =
        type.kind() == Kind.TIMESTAMP
            ? 1_000_000_000L / type.unitsPerSecond()
            : type.kind() == Kind.DATE_DAY ? 86_400_000_000_000L : 1_000_000L;
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(nanos));
  }

  /** Toward the past; null if out of the type's range. */
  private static Object fromNanos(BigInteger nanos, DataType type) {
    long day = 86_400_000_000_000L;
    BigInteger unit =
        BigInteger.valueOf(
            type.kind() == Kind.TIMESTAMP ? 1_000_000_000L / type.unitsPerSecond() : day);
    BigInteger[] parts = nanos.divideAndRemainder(unit);
    BigInteger value = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    if (type.kind() == Kind.DATE_MILLI) {
      value = value.multiply(BigInteger.valueOf(86_400_000));
    }
    return value.bitLength() > (type.kind() == Kind.DATE_DAY ? 31 : 63)
        ? null
        : (Object) value.longValue();
  }

  private static BigInteger atZone(BigInteger nanos, String zone) {
    return zone == null
        ? nanos
        : nanos.add(offset(ZoneId.of(zone).getRules().getOffset(instant(nanos))));
  }

  private static BigInteger toUtc(BigInteger local, String zone) {
    if (zone == null) {
      return local;
    }
    LocalDateTime time = LocalDateTime.ofInstant(instant(local), ZoneOffset.UTC);
    Instant result = ZonedDateTime.of(time, ZoneId.of(zone)).toInstant();
    BigInteger shift =
        BigInteger.valueOf(result.getEpochSecond() - time.toEpochSecond(ZoneOffset.UTC));
    return local.add(shift.multiply(BigInteger.valueOf(1_000_000_000)));
  }

  private static BigInteger offset(ZoneOffset offset) {
    return BigInteger.valueOf(offset.getTotalSeconds() * 1_000_000_000L);
  }

  private static Instant instant(BigInteger nanos) {
    BigInteger second = BigInteger.valueOf(1_000_000_000);
    BigInteger[] parts = nanos.divideAndRemainder(second);
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue());
  }

  @Test
  void instantsToTextAndBack() {
    for (DataType type : instantTypes()) {
      TestColumn column = samples(type);
      List<Object> texts = cast(column, DataType.UTF8);
      assertThat(texts).as("" + type).isEqualTo(mapped(column, value -> text((Long) value, type)));
      assertThat(cast(TestColumn.of(DataType.UTF8, texts), type))
          .as("" + type)
          .isEqualTo(column.values());
    }
  }

  /** As Java prints dates, times and offsets. */
  private static Object text(long value, DataType type) {
    BigInteger nanos = toNanos(value, type);
    if (type.kind() != Kind.TIMESTAMP) {
      return LocalDate.ofEpochDay(nanos.divide(BigInteger.valueOf(86_400_000_000_000L)).longValue())
          .toString();
    }
    ZonedDateTime time =
        instant(nanos).atZone(type.zone() == null ? ZoneOffset.UTC : ZoneId.of(type.zone()));
    String local = time.toLocalDateTime().format(DateTimeFormatter.ofPattern("HH:mm:ss"));
    String fraction = time.getNano() == 0 ? "" : String.format("%09d", time.getNano());
    while (fraction.endsWith("000")) {
      fraction = fraction.substring(0, fraction.length() - 3);
    }
    return time.toLocalDate()
        + "T"
        + local
        + (fraction.isEmpty() ? "" : "." + fraction)
        + (type.zone() == null ? "" : time.getOffset().getId());
  }

  @Test
  void textsThatAreDatesAndThatAreNot() {
    List<Object> texts =
        Arrays.asList(
            "2024-02-29",
            "2023-02-29",
            " 1970-01-01 ",
            "0000-01-01",
            "-0001-12-31",
            "+12345-06-07",
            "12345-06-07",
            "9999-12-31",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2024-4-3",
            "20240403",
            "2024-01-01T00:00:00",
            "",
            "gestern",
            "2024-01-01x",
            "1900-02-29",
            "2000-02-29",
            "+999999999-12-31",
            null);
    TestColumn column = TestColumn.of(DataType.UTF8, texts);
    assertThat(cast(column, DataType.DATE_DAY))
        .isEqualTo(mapped(column, text -> day(((String) text).strip())));
  }

  private static Object day(String text) {
    try {
      long day = LocalDate.parse(text).toEpochDay();
      return day == (int) day ? day : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Test
  void textsThatAreTimestampsAndThatAreNot() {
    List<Object> texts =
        Arrays.asList(
            "2024-02-29T12:30:15",
            "2024-02-29 12:30:15.5",
            "2024-02-29T12:30",
            "2024-02-29T12:30:15.123456789",
            "2024-02-29T12:30:15.123456789Z",
            "2024-02-29T12:30:15+01:00",
            "2024-02-29T12:30:15-09:30",
            "2024-02-29",
            "2024-02-29T24:00:00",
            "2024-02-29T12:60",
            "2024-02-29T12:30:60",
            "2024-02-29T",
            "2024-02-29T12",
            "2024-02-29T12:30:15.",
            "2024-02-29T12:30:15.1234567891",
            "2024-02-29T12:30:15+",
            "2024-02-29T12:30:15+1",
            "2024-02-29T12:30:15 Z",
            "1969-12-31T23:59:59.999999999",
            "2024-03-31T02:30:00",
            "2024-10-27T02:30:00",
            "1677-09-21T00:12:43.145224192",
            "1677-09-21T00:12:43.145224191",
            "2262-04-11T23:47:16.854775807",
            "2262-04-11T23:47:16.854775808",
            "+292278994-08-17T07:12:55.807",
            "noon",
            "",
            null);
    for (TimeUnit unit : TimeUnit.values()) {
      for (String zone : new String[] {null, "Europe/Berlin"}) {
        DataType type = DataType.timestamp(unit, zone);
        TestColumn column = TestColumn.of(DataType.UTF8, texts);
        assertThat(cast(column, type))
            .as("" + type)
            .isEqualTo(mapped(column, text -> timestamp((String) text, type)));
      }
    }
  }

  private static Object timestamp(String text, DataType type) {
    String iso = text.replaceFirst("^(\\S+) (\\d)", "$1T$2");
    if (iso.matches("\\d{4}-\\d\\d-\\d\\d")) {
      iso += "T00:00";
    }
    if (iso.contains("T24") || iso.endsWith(".")) {
      // Java's parser is more lenient here.
      return null;
    }
    ZoneId zone = type.zone() == null ? ZoneOffset.UTC : ZoneId.of(type.zone());
    Instant instant;
    try {
      boolean hasOffset = iso.matches(".*T.*(Z|[+-].*)");
      instant =
          hasOffset
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
    return fromNanos(nanos(instant.getEpochSecond(), instant.getNano()), type);
  }

  private static BigInteger nanos(long second, long nano) {
    return BigInteger.valueOf(second)
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(nano));
  }

  @Test
  void durations() {
    for (TimeUnit unit : TimeUnit.values()) {
      DataType type = DataType.duration(unit);
      TestColumn column =
          TestColumn.of(
              type,
              0L,
              1L,
              -1L,
              59L,
              3_600L,
              -3_661L,
              86_400L,
              1_500L,
              -1_500_000L,
              1_234_567_890_123_456_789L,
              Long.MAX_VALUE,
              Long.MIN_VALUE,
              null);
      List<Object> texts = cast(column, DataType.UTF8);
      assertThat(texts).isEqualTo(mapped(column, value -> duration((Long) value, type).toString()));
      assertThat(cast(TestColumn.of(DataType.UTF8, texts), type)).isEqualTo(column.values());
      for (TimeUnit other : TimeUnit.values()) {
        DataType to = DataType.duration(other);
        assertThat(cast(column, to))
            .as(type + " to " + to)
            .isEqualTo(mapped(column, value -> units(duration((Long) value, type), to)));
      }
    }
  }

  private static Duration duration(long value, DataType type) {
    long perSecond = type.unitsPerSecond();
    return Duration.ofSeconds(
        Math.floorDiv(value, perSecond),
        Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond));
  }

  private static Object units(Duration duration, DataType type) {
    return fromNanos(
        nanos(duration.getSeconds(), duration.getNano()), DataType.timestamp(type.unit(), null));
  }

  @Test
  void textsThatAreNoDurations() {
    TestColumn column =
        TestColumn.of(DataType.UTF8, " pt1h ", "1h", "P", "PT", "P1Y", "", "PT1.5S", "-PT1S", null);
    assertThat(cast(column, DataType.duration(TimeUnit.MILLISECOND)))
        .containsExactly(3_600_000L, null, null, null, null, null, 1_500L, -1_000L, null);
  }

  @Test
  void integersAreRawValues() {
    TestColumn longs = TestColumn.of(DataType.INT64, 5L, -5L, 1L << 40, Long.MIN_VALUE, null);
    assertThat(cast(longs, DataType.DATE_DAY)).containsExactly(5L, -5L, null, null, null);
    assertThat(cast(longs, DataType.timestamp(TimeUnit.NANOSECOND, "Europe/Berlin")))
        .isEqualTo(longs.values());
    assertThat(cast(longs, DataType.duration(TimeUnit.SECOND))).isEqualTo(longs.values());
    TestColumn times =
        TestColumn.of(DataType.timestamp(TimeUnit.SECOND, null), 5L, -5L, 1L << 40, null);
    assertThat(cast(times, DataType.INT32)).containsExactly(5L, -5L, null, null);
    assertThat(cast(times, DataType.UINT64)).containsExactly(5L, null, 1L << 40, null);
    TestColumn millis = TestColumn.of(DataType.INT64, 86_400_001L, -1L, 86_399_999L);
    assertThat(cast(millis, DataType.of(Kind.DATE_MILLI)))
        .containsExactly(86_400_000L, -86_400_000L, 0L);
  }
}
