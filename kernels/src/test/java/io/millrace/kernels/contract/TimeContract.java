package io.millrace.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.error.UserException;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

/** Date parts and truncation, against java.time. */
public abstract class TimeContract extends KernelContract {
  private static final String[] ZONES = {
    null,
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Monrovia",
    "+05:45",
    "-11:00"
  };

  @Test
  void partsOfTimestampsInAllUnitsAndZones() {
    for (TimeUnit unit : TimeUnit.values()) {
      for (String zone : ZONES) {
        DataType type = DataType.timestamp(unit, zone);
        TestColumn column = instants(type, 71);
        for (DatePart part : DatePart.values()) {
          assertThat(harness().eval((c, in) -> c.datePart(part, in[0]), column))
              .as(part + " of " + type)
              .isEqualTo(mapped(column, value -> part(part, zoned(type, (Long) value))));
        }
      }
    }
  }

  @Test
  void truncationOfTimestampsInAllUnitsAndZones() {
    for (TimeUnit unit : TimeUnit.values()) {
      for (String zone : ZONES) {
        DataType type = DataType.timestamp(unit, zone);
        TestColumn column = instants(type, 72);
        for (DatePart part : DatePart.values()) {
          if (part.truncates()) {
            assertThat(harness().eval((c, in) -> c.truncate(part, in[0]), column))
                .as(part + " of " + type)
                .isEqualTo(
                    mapped(
                        column, value -> value(type, truncated(part, zoned(type, (Long) value)))));
          }
        }
      }
    }
  }

  @Test
  void datesHaveNoTimeOfDay() {
    for (Kind kind : List.of(Kind.DATE_DAY, Kind.DATE_MILLI)) {
      DataType type = DataType.of(kind);
      TestColumn column = instants(type, 73);
      for (DatePart part : DatePart.values()) {
        assertThat(harness().eval((c, in) -> c.datePart(part, in[0]), column))
            .as(part + " of " + type)
            .isEqualTo(mapped(column, value -> part(part, zoned(type, (Long) value))));
        if (part.truncates()) {
          assertThat(harness().eval((c, in) -> c.truncate(part, in[0]), column))
              .as(part + " of " + type)
              .isEqualTo(
                  mapped(column, value -> value(type, truncated(part, zoned(type, (Long) value)))));
        }
      }
    }
  }

  /**
   * The ends of months, years and leap years; changes of offset to the second; far past and future;
   * and random ones.
   */
  private static TestColumn instants(DataType type, long seed) {
    List<Instant> instants = new ArrayList<>();
    for (int year :
        new int[] {
          -1, 0, 1, 1582, 1600, 1700, 1899, 1900, 1969, 1970, 1999, 2000, 2023, 2024, 2038, 2200
        }) {
      for (LocalDate date = LocalDate.of(year, 1, 1);
          date.getYear() == year;
          date = date.plusMonths(1)) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        instants.add(midnight);
        instants.add(midnight.minusNanos(1));
      }
      instants.add(LocalDate.of(year, 2, 28).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    ZoneId zone = type.zone() == null ? ZoneOffset.UTC : ZoneId.of(type.zone());
    for (Instant at = Instant.parse("1880-01-01T00:00:00Z"); instants.size() < 1500; ) {
      var change = zone.getRules().nextTransition(at);
      if (change == null) {
        break;
      }
      at = change.getInstant();
      for (int seconds :
          new int[] {-86_400, -7_300, -3_601, -1_801, -1, 0, 1, 1_799, 3_599, 7_200, 86_399}) {
        instants.add(at.plusSeconds(seconds).plusMillis(7));
      }
    }
    // Rules go on for ever; a table of what they give repeats after 400 years.
    for (int year : new int[] {2437, 2438, 2439, 2440, 2441, 12_000, 400_001}) {
      Instant at = LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
      for (int i = 0; i < 3; i++) {
        var change = zone.getRules().nextTransition(at);
        at = change == null ? at.plusSeconds(100 * 86_400) : change.getInstant();
        for (int seconds : new int[] {-7_200, -1, 0, 1_800, 7_200}) {
          instants.add(at.plusSeconds(seconds));
        }
      }
    }
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      instants.add(
          Instant.ofEpochSecond(
              random.nextLong(-9_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000_000)));
    }
    List<Object> values = new ArrayList<>();
    for (Instant instant : instants) {
      boolean fits =
          type.unit() != TimeUnit.NANOSECOND || Math.abs(instant.getEpochSecond()) < 9_200_000_000L;
      values.add(
          values.size() % 17 == 3 || !fits ? null : value(type, instant.atZone(ZoneOffset.UTC)));
    }
    return TestColumn.of(type, values);
  }

  private static ZonedDateTime zoned(DataType type, long value) {
    if (type.kind() == Kind.DATE_DAY) {
      return LocalDate.ofEpochDay(value).atStartOfDay(ZoneOffset.UTC);
    }
    long perSecond = type.kind() == Kind.DATE_MILLI ? 1_000 : type.unitsPerSecond();
    ZoneId zone = type.zone() == null ? ZoneOffset.UTC : ZoneId.of(type.zone());
    long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
    return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos).atZone(zone);
  }

  private static long value(DataType type, ZonedDateTime time) {
    if (!type.kind().equals(Kind.TIMESTAMP)) {
      return time.toLocalDate().toEpochDay() * (type.kind() == Kind.DATE_MILLI ? 86_400_000L : 1);
    }
    long perSecond = type.unitsPerSecond();
    return time.toEpochSecond() * perSecond + time.getNano() / (1_000_000_000 / perSecond);
  }

  private static long part(DatePart part, ZonedDateTime time) {
    return switch (part) {
      case YEAR -> time.getYear();
      case QUARTER -> time.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> time.getMonthValue();
      case WEEK -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> time.getDayOfMonth();
      case DAY_OF_WEEK -> time.getDayOfWeek().getValue();
      case DAY_OF_YEAR -> time.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case MILLISECOND -> time.get(ChronoField.MILLI_OF_SECOND);
    };
  }

  private static ZonedDateTime truncated(DatePart part, ZonedDateTime time) {
    return switch (part) {
      case YEAR -> midnight(time, time.toLocalDate().withDayOfYear(1));
      case QUARTER ->
          midnight(
              time,
              time.toLocalDate()
                  .withDayOfMonth(1)
                  .withMonth((time.getMonthValue() - 1) / 3 * 3 + 1));
      case MONTH -> midnight(time, time.toLocalDate().withDayOfMonth(1));
      case WEEK ->
          midnight(
              time, time.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case DAY -> midnight(time, time.toLocalDate());
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
      case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
      case MILLISECOND -> time.truncatedTo(ChronoUnit.MILLIS);
      case DAY_OF_WEEK, DAY_OF_YEAR -> throw new AssertionError();
    };
  }

  private static ZonedDateTime midnight(ZonedDateTime time, LocalDate date) {
    return ZonedDateTime.ofLocal(date.atStartOfDay(), time.getZone(), time.getOffset());
  }

  @Test
  void extremesAreSafe() {
    for (TimeUnit unit : TimeUnit.values()) {
      for (String zone : ZONES) {
        DataType type = DataType.timestamp(unit, zone);
        TestColumn column =
            TestColumn.of(type, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, 0L);
        for (DatePart part : DatePart.values()) {
          assertThat(harness().eval((c, in) -> c.datePart(part, in[0]), column))
              .doesNotContainNull();
          if (part.truncates()) {
            assertThat(harness().eval((c, in) -> c.truncate(part, in[0]), column))
                .doesNotContainNull();
          }
        }
      }
    }
  }

  @Test
  void whatIsNoInstantOrNoUnitOrNoZoneIsRefused() {
    harness()
        .withContext(
            context -> {
              var number = context.literal(DataType.INT64, 1L, 2);
              var nowhere =
                  context.literal(DataType.timestamp(TimeUnit.SECOND, "Mars/Olympus"), 1L, 2);
              var day = context.literal(DataType.DATE_DAY, 1L, 2);
              assertThatThrownBy(() -> context.datePart(DatePart.YEAR, number))
                  .isInstanceOf(InternalException.class);
              assertThatThrownBy(() -> context.truncate(DatePart.DAY_OF_WEEK, day))
                  .isInstanceOf(InternalException.class);
              assertThatThrownBy(() -> context.datePart(DatePart.YEAR, nowhere))
                  .isInstanceOf(UserException.class)
                  .hasMessageContaining("zone=Mars/Olympus");
            });
  }
}
