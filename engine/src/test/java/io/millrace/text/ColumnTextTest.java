package io.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kernels.types.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.arrow.vector.types.TimeUnit;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
  private static String date(long day) {
    TextBytes out = new TextBytes();
    CivilTime.date(out, day);
    return out.toString();
  }

  private static String timestamp(DataType type, long value) {
    TextBytes out = new TextBytes();
    CivilTime.timestamp(out, type, CivilTime.rules(type), value);
    return out.toString();
  }

  @Property
  void datesAreThoseOfJavaTime(
      @ForAll @LongRange(min = -365_243_219_162L, max = 365_241_780_471L) long day) {
    assertThat(date(day)).isEqualTo(LocalDate.ofEpochDay(day).toString());
  }

  @Test
  void everyDayOfAnEra() {
    for (long day = -800_000; day < 200_000; day++) {
      if (!date(day).equals(LocalDate.ofEpochDay(day).toString())) {
        throw new AssertionError("day=" + day + ", text=" + date(day));
      }
    }
  }

  @Property
  void datesOfOurTimeAreThoseOfJavaTime(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long day) {
    assertThat(date(day)).isEqualTo(LocalDate.ofEpochDay(day).toString());
  }

  @Property
  void timestampsAreThoseOfJavaTime(
      @ForAll @LongRange(min = -62_000_000_000_000_000L, max = 250_000_000_000_000_000L)
          long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1_000,
            ZoneOffset.UTC);
    assertThat(timestamp(DataType.timestamp(TimeUnit.MICROSECOND, null), micros))
        .isEqualTo(time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS")));
  }

  @Property
  void zonesAreThoseOfJavaTime(
      @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long second) {
    ZoneId zone = ZoneId.of("America/St_Johns");
    assertThat(timestamp(DataType.timestamp(TimeUnit.SECOND, "America/St_Johns"), second))
        .isEqualTo(
            Instant.ofEpochSecond(second)
                .atZone(zone)
                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXXXX")));
  }

  @Test
  void everyValueHasAText() {
    DataType seconds = DataType.timestamp(TimeUnit.SECOND, "Europe/Vienna");
    assertThat(timestamp(seconds, Long.MAX_VALUE)).isEqualTo("+292277026596-12-04T16:30:07+01:00");
    assertThat(timestamp(seconds, Long.MIN_VALUE)).startsWith("-292277022657-01-27T");
    assertThat(timestamp(DataType.timestamp(TimeUnit.NANOSECOND, "UTC"), -1))
        .isEqualTo("1969-12-31T23:59:59.999999999Z");
    assertThat(timestamp(DataType.timestamp(TimeUnit.MILLISECOND, "no such zone"), 1))
        .isEqualTo("1970-01-01T00:00:00.001Z");
  }

  @Property
  void decimalsAreThoseOfLong(@ForAll long value) {
    TextBytes out = new TextBytes();
    out.decimal(value);
    assertThat(out).hasToString(Long.toString(value));
  }

  @Test
  void theLeastLong() {
    TextBytes out = new TextBytes();
    out.decimal(Long.MIN_VALUE);
    out.padded(7, 3);
    out.padded(1234, 3);
    assertThat(out).hasToString("-92233720368547758080071234");
  }
}
