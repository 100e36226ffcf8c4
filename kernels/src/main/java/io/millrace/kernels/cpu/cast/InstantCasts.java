package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.cpu.time.ZoneOffsets;
import io.millrace.kernels.cpu.time.Zones;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.Objects;

/**
 * Dates, timestamps and durations to one another: units toward the past, dates as midnights.
 * Between a type with a zone and one without, the local time in the zone stays.
 */
final class InstantCasts {
  private final Scratch scratch;
  private final Zones zones;

  InstantCasts(Scratch scratch, Zones zones) {
    this.scratch = scratch;
    this.zones = zones;
  }

  LongVec cast(LongVec a, DataType to, FailedRows failed) {
    int n = a.length();
    long[] result = scratch.longs(n);
    boolean sameClock =
        a.type().kind() == Kind.DURATION
            || Objects.equals(a.type().zone(), to.zone())
            || (a.type().zone() != null && to.zone() != null);
    if (to.kind() == Kind.TIMESTAMP || to.kind() == Kind.DURATION) {
      units(a, to, sameClock, result, failed);
    } else {
      days(a, to, result, failed);
    }
    return new LongVec(to, n, result, failed.validity());
  }

  /** To timestamps and durations. */
  private void units(LongVec a, DataType to, boolean sameClock, long[] result, FailedRows failed) {
    long perSecond = Instants.unitsPerSecond(a.type());
    ZoneOffsets from = sameClock ? zones.of(null) : zones.of(a.type().zone());
    ZoneOffsets into = sameClock ? zones.of(null) : zones.of(to.zone());
    UnitJoin join = new UnitJoin(to.unitsPerSecond());
    for (int i = 0; i < a.length(); i++) {
      long value = a.values()[i];
      long second = perSecond == 0 ? value * Instants.DAY : Math.floorDiv(value, perSecond);
      long nanos =
          perSecond <= 1 ? 0 : Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
      if (!join.join(into.fromLocal(second + from.at(second)), nanos)) {
        failed.add(i);
      }
      result[i] = join.value();
    }
  }

  /** To dates. */
  private void days(LongVec a, DataType to, long[] result, FailedRows failed) {
    long perSecond = Instants.unitsPerSecond(a.type());
    ZoneOffsets zone = zones.of(a.type().zone());
    boolean narrow = to.kind() == Kind.DATE_DAY;
    long greatest = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE / (1_000 * Instants.DAY);
    long least = narrow ? Integer.MIN_VALUE : -greatest;
    for (int i = 0; i < a.length(); i++) {
      long value = a.values()[i];
      long second = perSecond == 0 ? value * Instants.DAY : Math.floorDiv(value, perSecond);
      long day = Math.floorDiv(second + zone.at(second), Instants.DAY);
      if (day > greatest || day < least) {
        failed.add(i);
      }
      result[i] = narrow ? day : day * 1_000 * Instants.DAY;
    }
  }

  /** Milliseconds to the whole days that such dates are. */
  static LongVec wholeDays(Scratch scratch, LongVec a, DataType to) {
    long[] result = scratch.longs(a.length());
    for (int i = 0; i < a.length(); i++) {
      result[i] = a.values()[i] - Math.floorMod(a.values()[i], 1_000 * Instants.DAY);
    }
    return new LongVec(to, a.length(), result, a.validity());
  }
}
