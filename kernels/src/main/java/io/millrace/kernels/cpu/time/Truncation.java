package io.millrace.kernels.cpu.time;

import io.millrace.error.InternalException;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;

/** Instants to the beginning of a unit, in the zone of their type. */
public final class Truncation {
  private Truncation() {}

  /** The instants at which the enclosing units began. */
  public static LongVec truncate(Scratch scratch, Zones zones, DatePart unit, LongVec instants) {
    if (!unit.truncates()) {
      throw new InternalException(
          "Instants are truncated to a unit that begins: unit=" + unit + ".");
    }
    DataType type = instants.type();
    int n = instants.length();
    long perSecond = Instants.unitsPerSecond(type);
    long[] result = scratch.longs(n);
    if (unit == DatePart.MILLISECOND || unit == DatePart.SECOND) {
      fine(
          instants.values(),
          result,
          n,
          Math.max(1, unit == DatePart.SECOND ? perSecond : perSecond / 1_000));
      return new LongVec(type, n, result, instants.validity());
    }
    Instants.seconds(type, instants.values(), result, n);
    ZoneOffsets zone = zones.of(type.zone());
    if (zone.isUtc()) {
      inUtc(unit, result, n);
    } else {
      inZone(unit, zone, result, n);
    }
    toUnits(perSecond, result, n);
    return new LongVec(type, n, result, instants.validity());
  }

  /** Offsets are whole seconds, so the zone does not matter. */
  private static void fine(long[] values, long[] result, int n, long step) {
    for (int i = 0; i < n; i++) {
      result[i] = values[i] - Math.floorMod(values[i], step);
    }
  }

  private static void inUtc(DatePart unit, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] = begin(unit, seconds[i]);
    }
  }

  /**
   * An offset that still stands at the beginning of the unit is kept: an hour that comes twice has
   * two beginnings.
   */
  private static void inZone(DatePart unit, ZoneOffsets zone, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      long offset = zone.at(seconds[i]);
      seconds[i] = zone.fromLocal(begin(unit, seconds[i] + offset), offset);
    }
  }

  private static void toUnits(long perSecond, long[] seconds, int n) {
    for (int i = 0; i < n; i++) {
      seconds[i] =
          perSecond == 0 ? Math.floorDiv(seconds[i], Instants.DAY) : seconds[i] * perSecond;
    }
  }

  private static long begin(DatePart unit, long second) {
    return switch (unit) {
      case HOUR -> second - Math.floorMod(second, 3_600L);
      case MINUTE -> second - Math.floorMod(second, 60L);
      default -> beginDay(unit, Math.floorDiv(second, Instants.DAY)) * Instants.DAY;
    };
  }

  private static long beginDay(DatePart unit, long day) {
    if (unit == DatePart.DAY) {
      return day;
    }
    if (unit == DatePart.WEEK) {
      return day - CivilDate.dayOfWeek(day) + 1;
    }
    long date = CivilDate.of(day);
    int month = CivilDate.month(date);
    return switch (unit) {
      case YEAR -> CivilDate.day(CivilDate.year(date), 1, 1);
      case QUARTER -> CivilDate.day(CivilDate.year(date), (month - 1) / 3 * 3 + 1, 1);
      default -> day - CivilDate.dayOfMonth(date) + 1;
    };
  }
}
