package io.millrace.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people like to read them, in few characters. */
final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter TENTHS =
      DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Figures() {}

  /** {@code 1,234,567}. */
  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Three digits and a unit: {@code 950}, {@code 12.3 k}, {@code 45.6 M}, {@code 1.23 G}. */
  static String rounded(double number) {
    if (number < 1_000) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    return number < 999_500
        ? threeDigits(number / 1e3) + " k"
        : number < 999_500_000
            ? threeDigits(number / 1e6) + " M"
            : threeDigits(number / 1e9) + " G";
  }

  /** {@code 950 B}, {@code 12.3 KiB}, {@code 45.6 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double kib = bytes / 1024.0;
    return kib < 999.5
        ? threeDigits(kib) + " KiB"
        : kib < 999.5 * 1024
            ? threeDigits(kib / 1024) + " MiB"
            : threeDigits(kib / 1024 / 1024) + " GiB";
  }

  /** {@code 0.85 ms}, {@code 12.3 ms}, {@code 1.23 s}. */
  static String nanos(long nanos) {
    double millis = nanos / 1e6;
    return millis < 999.5 ? threeDigits(millis) + " ms" : threeDigits(millis / 1e3) + " s";
  }

  /** {@code 500ms}, {@code 5s}, {@code 2m}. */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
  }

  /** Time of day, to the second. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Time of day, to the tenth of a second. */
  static String tenths(Instant instant) {
    return TENTHS.format(instant);
  }

  private static String threeDigits(double number) {
    int decimals = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
