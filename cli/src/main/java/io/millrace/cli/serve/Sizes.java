package io.millrace.cli.serve;

import io.millrace.error.UserException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as people write them on a command line. */
final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*(|b|kib|mib|gib|tib)");
  private static final String UNITS = "kmgt";

  private Sizes() {}

  /**
   * Reads {@code 4GiB}, {@code 64 MiB}, {@code 512KiB}, or bytes without a unit.
   *
   * @param name what the size is for, as the message shall name it
   * @param most bytes that are allowed
   * @throws UserException if it is none of these, or too much
   */
  static long parse(String name, String text, long most) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UserException(
          "A size must be a number of bytes, or one with a unit: "
              + name
              + "="
              + text
              + ". Write it like 4GiB, 64MiB, 512KiB or 1000000.");
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    int shift = unit.length() < 3 ? 0 : 10 * (UNITS.indexOf(unit.charAt(0)) + 1);
    if (amount > most >> shift) {
      throw new UserException(
          "A size has a limit: " + name + "=" + text + ", most bytes=" + most + ".");
    }
    return amount << shift;
  }

  /** In the largest unit that leaves no rest. */
  static String text(long bytes) {
    for (int unit = UNITS.length(); unit > 0; unit--) {
      if (bytes > 0 && bytes % (1L << (10 * unit)) == 0) {
        return (bytes >> (10 * unit))
            + UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT)
            + "iB";
      }
    }
    return Long.toString(bytes);
  }
}
