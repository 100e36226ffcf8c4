package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.time.CivilDate;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.cpu.time.ZoneOffsets;
import io.millrace.kernels.cpu.time.Zones;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * Dates and timestamps to ISO 8601: {@code 2024-02-29}, {@code 2024-02-29T12:30:00.125}, with an
 * offset where the type has a zone. Years past 9999 have a sign; fractions have three, six or nine
 * digits, or none.
 */
final class InstantToText {
  /**
   * Sign, twelve digits of year, the rest of date, time and fraction, and an offset with seconds.
   */
  private static final int LONGEST = 50;

  private InstantToText() {}

  static BytesVec cast(Scratch scratch, Zones zones, LongVec a, DataType to) {
    TextWriter writer = new TextWriter(scratch, a, LONGEST);
    DataType type = a.type();
    long perSecond = Instants.unitsPerSecond(type);
    ZoneOffsets zone = zones.of(type.zone());
    for (int i = 0; i < a.length(); i++) {
      if (!writer.begin(i)) {
        continue;
      }
      long value = a.values()[i];
      if (type.kind() == Kind.TIMESTAMP) {
        timestamp(writer, value, perSecond, zone, type.zone() != null);
      } else {
        date(writer, perSecond == 0 ? value : Math.floorDiv(value, perSecond * Instants.DAY));
      }
      writer.end(i);
    }
    return writer.finish(to);
  }

  private static void timestamp(
      TextWriter writer, long value, long perSecond, ZoneOffsets zone, boolean zoned) {
    long second = Math.floorDiv(value, perSecond);
    long offset = zone.at(second);
    long local = second + offset;
    long ofDay = Math.floorMod(local, Instants.DAY);
    date(writer, Math.floorDiv(local, Instants.DAY));
    writer.put('T');
    writer.putUnsigned(ofDay / 3_600, 2);
    writer.put(':');
    writer.putUnsigned(ofDay / 60 % 60, 2);
    writer.put(':');
    writer.putUnsigned(ofDay % 60, 2);
    fraction(writer, Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond));
    if (zoned) {
      offset(writer, offset);
    }
  }

  private static void fraction(TextWriter writer, long nanos) {
    if (nanos == 0) {
      return;
    }
    writer.put('.');
    if (nanos % 1_000_000 == 0) {
      writer.putUnsigned(nanos / 1_000_000, 3);
    } else if (nanos % 1_000 == 0) {
      writer.putUnsigned(nanos / 1_000, 6);
    } else {
      writer.putUnsigned(nanos, 9);
    }
  }

  private static void offset(TextWriter writer, long offset) {
    if (offset == 0) {
      writer.put('Z');
      return;
    }
    long seconds = Math.abs(offset);
    writer.put(offset < 0 ? '-' : '+');
    writer.putUnsigned(seconds / 3_600, 2);
    writer.put(':');
    writer.putUnsigned(seconds / 60 % 60, 2);
    if (seconds % 60 != 0) {
      writer.put(':');
      writer.putUnsigned(seconds % 60, 2);
    }
  }

  private static void date(TextWriter writer, long day) {
    long date = CivilDate.of(day);
    long year = CivilDate.year(date);
    long size = Math.abs(year);
    if (year < 0) {
      writer.put('-');
    } else if (year > 9_999) {
      writer.put('+');
    }
    if (size < 10_000) {
      writer.putUnsigned(size, 4);
    } else {
      writer.putUnsigned(size);
    }
    writer.put('-');
    writer.putUnsigned(CivilDate.month(date), 2);
    writer.put('-');
    writer.putUnsigned(CivilDate.dayOfMonth(date), 2);
  }
}
