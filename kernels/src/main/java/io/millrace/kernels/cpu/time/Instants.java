package io.millrace.kernels.cpu.time;

import io.millrace.error.InternalException;
import io.millrace.kernels.types.DataType;

/** What the numbers of dates, timestamps and durations count. */
public final class Instants {
  /** Seconds of a day. */
  public static final long DAY = 86_400;

  private Instants() {}

  /** Units in one second; 0 for days. */
  public static long unitsPerSecond(DataType type) {
    return switch (type.kind()) {
      case DATE_DAY -> 0;
      case DATE_MILLI -> 1_000;
      case TIMESTAMP, DURATION -> type.unitsPerSecond();
      default ->
          throw new InternalException(
              "A date, timestamp or duration was expected: type=" + type + ".");
    };
  }

  /**
   * Whole seconds of values, toward the past. Each divisor is a constant, which the compiler
   * multiplies by instead.
   */
  public static void seconds(DataType type, long[] values, long[] seconds, int n) {
    switch ((int) unitsPerSecond(type)) {
      case 0 -> days(values, seconds, n);
      case 1 -> System.arraycopy(values, 0, seconds, 0, n);
      case 1_000 -> millis(values, seconds, n);
      case 1_000_000 -> micros(values, seconds, n);
      default -> nanos(values, seconds, n);
    }
  }

  private static void days(long[] values, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = values[i] * DAY;
    }
  }

  private static void millis(long[] values, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = Math.floorDiv(values[i], 1_000L);
    }
  }

  private static void micros(long[] values, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = Math.floorDiv(values[i], 1_000_000L);
    }
  }

  private static void nanos(long[] values, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = Math.floorDiv(values[i], 1_000_000_000L);
    }
  }
}
