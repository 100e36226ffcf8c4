package io.millrace.kernels.cpu.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CivilDateTest {
  @Test
  void everyDayOfFourCenturiesIsJavas() {
    for (long day = LocalDate.of(1799, 12, 1).toEpochDay();
        day < LocalDate.of(2201, 1, 1).toEpochDay();
        day++) {
      check(day);
    }
  }

  @Property
  void anyDayIsJavas(@ForAll @LongRange(min = -365_000_000_000L, max = 365_000_000_000L) long day) {
    check(day);
  }

  private static void check(long day) {
    LocalDate expected = LocalDate.ofEpochDay(day);
    long date = CivilDate.of(day);
    assertThat(CivilDate.year(date)).isEqualTo(expected.getYear());
    assertThat(CivilDate.month(date)).isEqualTo(expected.getMonthValue());
    assertThat(CivilDate.dayOfMonth(date)).isEqualTo(expected.getDayOfMonth());
    assertThat(CivilDate.dayOfWeek(day)).isEqualTo(expected.getDayOfWeek().getValue());
    assertThat(CivilDate.daysOfMonth(expected.getYear(), expected.getMonthValue()))
        .isEqualTo(expected.lengthOfMonth());
    assertThat(
            CivilDate.day(expected.getYear(), expected.getMonthValue(), expected.getDayOfMonth()))
        .isEqualTo(day);
  }
}
