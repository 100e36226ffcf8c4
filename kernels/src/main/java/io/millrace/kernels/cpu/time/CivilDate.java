package io.millrace.kernels.cpu.time;

/**
 * Days since 1970-01-01 to year, month and day in the proleptic Gregorian calendar and back, by the
 * algorithms days_from_civil and civil_from_days of Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms" (howardhinnant.github.io/date_algorithms.html). Years begin in March there, so
 * the leap day comes last; 400 years, an era, have 146,097 days.
 */
public final class CivilDate {
  private static final long ERA_DAYS = 146_097;

  /** Days from 0000-03-01 to 1970-01-01. */
  private static final long EPOCH_DAYS = 719_468;

  private CivilDate() {}

  /** The day of a date; the date is taken to be valid. */
  public static long day(long year, int month, int dayOfMonth) {
    long marchYear = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(marchYear, 400L);
    long yearOfEra = marchYear - era * 400;
    long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1L;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * ERA_DAYS + dayOfEra - EPOCH_DAYS;
  }

  /**
   * The year, month and day of a day, packed: {@link #year}, {@link #month} and {@link #dayOfMonth}
   * unpack them.
   */
  public static long of(long day) {
    long shifted = day + EPOCH_DAYS;
    long era = Math.floorDiv(shifted, ERA_DAYS);
    long dayOfEra = shifted - era * ERA_DAYS;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * dayOfYear + 2) / 153;
    long dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year << 9 | month << 5 | dayOfMonth;
  }

  /** The year of a packed date. */
  public static long year(long date) {
    return date >> 9;
  }

  /** The month of a packed date, from 1. */
  public static int month(long date) {
    return (int) (date >> 5 & 15);
  }

  /** The day of the month of a packed date, from 1. */
  public static int dayOfMonth(long date) {
    return (int) (date & 31);
  }

  /** The number of days of a month. */
  public static int daysOfMonth(long year, int month) {
    if (month == 2) {
      boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
      return leap ? 29 : 28;
    }
    return 30 + ((month + (month >> 3)) & 1);
  }

  /** The weekday of a day: Monday is 1, Sunday 7. The epoch was a Thursday. */
  public static int dayOfWeek(long day) {
    return Math.floorMod(day + 3, 7) + 1;
  }

  /** The ISO week of a day: that of the year in which the week's Thursday lies. */
  public static long week(long day) {
    long thursday = day - dayOfWeek(day) + 4;
    return (thursday - day(year(of(thursday)), 1, 1)) / 7 + 1;
  }
}
