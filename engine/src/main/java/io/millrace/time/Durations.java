package io.millrace.time;

import io.millrace.error.UserException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them on a command line. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 250ms}, {@code 1s}, {@code 5m}, {@code 2h}, {@code 1d}, or ISO's {@code PT1.5S}.
   *
   * @param name what the duration is for, as the message shall name it
   * @throws UserException if it is neither, or negative
   */
  public static Duration parse(String name, String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    return iso(name, text);
  }

  private static Duration iso(String name, String text) {
    try {
      Duration duration = Duration.parse(text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw malformed(name, text, e);
    }
    throw malformed(name, text, null);
  }

  private static UserException malformed(String name, String text, Exception cause) {
    return new UserException(
        "A duration must be a number with a unit: "
            + name
            + "="
            + text
            + ". Write it like 250ms, 1s, 5m, 2h, 1d or PT1.5S.",
        cause);
  }
}
