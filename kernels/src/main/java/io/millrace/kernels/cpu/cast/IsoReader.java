package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.time.CivilDate;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.memory.Raw;

/**
 * Reads ISO 8601 dates and times: {@code 2024-02-29}, with {@code T} or a space before {@code
 * 12:30[:15[.123456789]]}, and behind that {@code Z} or an offset as {@code +01:00}. Years have at
 * least four digits, and a sign if more.
 */
final class IsoReader {
  private static final int MOST_YEAR_DIGITS = 12;

  private long at;
  private long end;
  private long second;
  private long nanos;
  private boolean hasOffset;

  /** Seconds from 1970-01-01T00:00 to what was read: local ones, or UTC if it had an offset. */
  long second() {
    return second;
  }

  /** The fraction of the second. */
  long nanos() {
    return nanos;
  }

  /** Whether there was an offset. */
  boolean hasOffset() {
    return hasOffset;
  }

  /** Whether the bytes are a date and nothing else. */
  boolean readDate(long from, long to) {
    begin(from, to);
    return date() && at == end;
  }

  /** Whether the bytes are a date with or without a time. */
  boolean readTimestamp(long from, long to) {
    begin(from, to);
    if (!date()) {
      return false;
    }
    if (at == end) {
      return true;
    }
    return (take('T') || take('t') || take(' ')) && time() && offset() && at == end;
  }

  private void begin(long from, long to) {
    at = from;
    end = to;
    second = 0;
    nanos = 0;
    hasOffset = false;
  }

  private boolean take(char expected) {
    if (at < end && Raw.getByte(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  /** The number that the next {@code count} digits make, or -1. */
  private long digits(int count) {
    if (end - at < count) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < count; i++) {
      int digit = Raw.getByte(at + i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    at += count;
    return number;
  }

  private int countDigits(int most) {
    int count = 0;
    while (count < most
        && at + count < end
        && Raw.getByte(at + count) >= '0'
        && Raw.getByte(at + count) <= '9') {
      count++;
    }
    return count;
  }

  private boolean date() {
    boolean negative = take('-');
    boolean signed = negative || take('+');
    int yearDigits = countDigits(MOST_YEAR_DIGITS);
    if (yearDigits < 4 || (yearDigits > 4 && !signed)) {
      return false;
    }
    long year = negative ? -digits(yearDigits) : digits(yearDigits);
    int month = take('-') ? (int) digits(2) : -1;
    int day = take('-') ? (int) digits(2) : -1;
    if (month < 1 || month > 12 || day < 1 || day > CivilDate.daysOfMonth(year, month)) {
      return false;
    }
    second = CivilDate.day(year, month, day) * Instants.DAY;
    return true;
  }

  private boolean time() {
    long hour = digits(2);
    long minute = take(':') ? digits(2) : -1;
    long seconds = 0;
    if (take(':')) {
      seconds = digits(2);
      if (seconds >= 0 && take('.') && !fraction()) {
        return false;
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || seconds < 0 || seconds > 59) {
      return false;
    }
    second += hour * 3_600 + minute * 60 + seconds;
    return true;
  }

  private boolean fraction() {
    int count = countDigits(9);
    if (count == 0) {
      return false;
    }
    nanos = digits(count);
    for (int i = count; i < 9; i++) {
      nanos *= 10;
    }
    return true;
  }

  private boolean offset() {
    if (at == end) {
      return true;
    }
    hasOffset = true;
    if (take('Z') || take('z')) {
      return true;
    }
    boolean negative = take('-');
    if (!negative && !take('+')) {
      return false;
    }
    long hours = digits(2);
    long minutes = take(':') ? digits(2) : 0;
    long seconds = take(':') ? digits(2) : 0;
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
      return false;
    }
    long offset = hours * 3_600 + minutes * 60 + seconds;
    second -= negative ? -offset : offset;
    return true;
  }
}
