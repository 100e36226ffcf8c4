package io.millrace.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms,250",
    "1s,1000",
    "0s,0",
    "5m,300000",
    "2h,7200000",
    "1d,86400000",
    "' 3 S ',3000",
    "PT1.5S,1500",
    "pt2m,120000"
  })
  void readsNumbersWithUnitsAndIso(String text, long millis) {
    assertThat(Durations.parse("length", text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "s", "-1s", "PT-1S", "1.5s", "1 week", "9999999999999999s"})
  void refusesTheRestByNameAndValue(String text) {
    assertThatThrownBy(() -> Durations.parse("length", text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("length=" + text)
        .hasMessageContaining("250ms");
  }

  @Test
  void takesTheLongestDurationThatItsFormAllows() {
    assertThat(Durations.parse("length", "999999999999999ms"))
        .isEqualTo(Duration.ofMillis(999_999_999_999_999L));
  }
}
