package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "999,999",
    "1000,1.00 k",
    "1234,1.23 k",
    "9999,10.0 k",
    "99949,99.9 k",
    "99950,100 k",
    "999499,999 k",
    "999500,1.00 M",
    "12345678,12.3 M",
    "999500000,1.00 G"
  })
  void roundedNumbersHaveThreeDigits(double number, String text) {
    assertThat(Figures.rounded(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,0.98 KiB",
    "1024,1.00 KiB",
    "1048576,1.00 MiB",
    "1023400,999 KiB",
    "1073741824,1.00 GiB"
  })
  void bytesAreInPowersOfTwo(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.00 ms",
    "850000,0.85 ms",
    "12345678,12.3 ms",
    "999400000,999 ms",
    "1230000000,1.23 s"
  })
  void timesAreInMillisecondsOrSeconds(long nanos, String text) {
    assertThat(Figures.nanos(nanos)).isEqualTo(text);
  }

  @Test
  void durationsAreWrittenAsTheyAreRead() {
    assertThat(Figures.duration(Duration.ofMillis(500))).isEqualTo("500ms");
    assertThat(Figures.duration(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(Figures.duration(Duration.ofMinutes(2))).isEqualTo("2m");
  }
}
