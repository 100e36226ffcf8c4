package io.millrace.text;

import io.millrace.kernels.types.DataType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * Writes dates and timestamps in ISO 8601, such as {@code 2026-01-31T08:15:00.250+01:00}. Every
 * 64-bit value has a text: years beyond 9999 carry a sign, as java.time writes them. Seconds have
 * as many decimals as the type's unit. A timestamp with a zone is shown in that zone with its
 * offset ({@code Z} if that is none), one without has none.
 */
public final class CivilTime {
  private static final long DAY_SECONDS = 86_400;
  private static final long ERA_DAYS = 146_097;

  private CivilTime() {}

  /** Appends a date. */
  public static void date(TextBytes out, long epochDay) {
    // Days are counted from 0000-03-01, so that the leap day is the last of its year.
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, ERA_DAYS);
    long dayOfEra = Math.floorMod(shifted, ERA_DAYS);
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    year(out, yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    out.append('-');
    out.padded(month, 2);
    out.append('-');
    out.padded(day, 2);
  }

  private static void year(TextBytes out, long year) {
    if (year < 0) {
      out.append('-');
    } else if (year > 9999) {
      out.append('+');
    }
    out.padded(Math.abs(year), 4);
  }

  /**
   * Appends a timestamp.
   *
   * @param rules the rules of the type's zone, from {@link #rules}; null if it has none
   */
  public static void timestamp(TextBytes out, DataType type, ZoneRules rules, long value) {
    long perSecond = type.unitsPerSecond();
    long utc = Math.floorDiv(value, perSecond);
    int offset = rules == null ? 0 : offset(rules, utc);
    // Day and second are shifted apart: their sum could pass the range of a long.
    long second = Math.floorMod(utc, DAY_SECONDS) + offset;
    long day = Math.floorDiv(utc, DAY_SECONDS) + Math.floorDiv(second, DAY_SECONDS);
    date(out, day);
    out.append('T');
    timeOfDay(out, (int) Math.floorMod(second, DAY_SECONDS));
    fraction(out, Math.floorMod(value, perSecond), perSecond);
    if (rules != null) {
      offset(out, offset);
    }
  }

  private static void timeOfDay(TextBytes out, int second) {
    out.padded(second / 3600, 2);
    out.append(':');
    out.padded(second / 60 % 60, 2);
    out.append(':');
    out.padded(second % 60, 2);
  }

  private static void fraction(TextBytes out, long units, long perSecond) {
    if (perSecond > 1) {
      out.append('.');
      out.padded(units, perSecond == 1_000 ? 3 : perSecond == 1_000_000 ? 6 : 9);
    }
  }

  private static void offset(TextBytes out, int seconds) {
    out.ascii(ZoneOffset.ofTotalSeconds(seconds).getId());
  }

  private static int offset(ZoneRules rules, long utc) {
    long known = Math.clamp(utc, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return rules.getOffset(Instant.ofEpochSecond(known)).getTotalSeconds();
  }

  /**
   * The rules of a timestamp type's zone; those of UTC for a zone that java.time does not know;
   * null if it has none.
   */
  public static ZoneRules rules(DataType type) {
    if (type.zone() == null) {
      return null;
    }
    try {
      return ZoneId.of(type.zone()).getRules();
    } catch (DateTimeException e) {
      return ZoneOffset.UTC.getRules();
    }
  }
}
