package io.millrace.kernels.cpu.time;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;

/** Parts of instants, read in the zone of their type. */
public final class DateParts {
  private DateParts() {}

  /** One part of each instant. */
  public static LongVec part(Scratch scratch, Zones zones, DatePart part, LongVec instants) {
    int n = instants.length();
    long[] result = scratch.longs(n);
    DataType type = instants.type();
    if (part == DatePart.MILLISECOND) {
      milliseconds(Instants.unitsPerSecond(type), instants.values(), result, n);
    } else {
      Instants.seconds(type, instants.values(), result, n);
      toLocal(zones.of(type.zone()), result, n);
      compute(part, result, n);
    }
    return new LongVec(DataType.INT64, n, result, instants.validity());
  }

  private static void toLocal(ZoneOffsets zone, long[] seconds, int n) {
    if (zone.isUtc()) {
      return;
    }
    for (int i = 0; i < n; i++) {
      seconds[i] += zone.at(seconds[i]);
    }
  }

  /** Offsets are whole seconds, so the zone does not matter. */
  private static void milliseconds(long unitsPerSecond, long[] values, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] =
          unitsPerSecond <= 1
              ? 0
              : Math.floorMod(values[i], unitsPerSecond) / (unitsPerSecond / 1_000);
    }
  }

  /** Local seconds to the part, in place. */
  private static void compute(DatePart part, long[] seconds, int n) {
    switch (part) {
      case HOUR -> ofDay(seconds, n, 3_600, 24);
      case MINUTE -> ofDay(seconds, n, 60, 60);
      case SECOND -> ofDay(seconds, n, 1, 60);
      default -> ofDate(part, seconds, n);
    }
  }

  private static void ofDay(long[] seconds, int n, long unit, long count) {
    for (int i = 0; i < n; i++) {
      seconds[i] = Math.floorMod(seconds[i], Instants.DAY) / unit % count;
    }
  }

  private static void ofDate(DatePart part, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = ofDate(part, Math.floorDiv(seconds[i], Instants.DAY));
    }
  }

  private static long ofDate(DatePart part, long day) {
    return switch (part) {
      case YEAR -> CivilDate.year(CivilDate.of(day));
      case QUARTER -> (CivilDate.month(CivilDate.of(day)) + 2) / 3;
      case MONTH -> CivilDate.month(CivilDate.of(day));
      case WEEK -> CivilDate.week(day);
      case DAY -> CivilDate.dayOfMonth(CivilDate.of(day));
      case DAY_OF_WEEK -> CivilDate.dayOfWeek(day);
      case DAY_OF_YEAR -> day - CivilDate.day(CivilDate.year(CivilDate.of(day)), 1, 1) + 1;
      case HOUR, MINUTE, SECOND, MILLISECOND -> 0;
    };
  }
}
