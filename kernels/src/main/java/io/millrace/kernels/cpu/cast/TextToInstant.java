package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.AsciiSpace;
import io.millrace.kernels.cpu.time.Instants;
import io.millrace.kernels.cpu.time.ZoneOffsets;
import io.millrace.kernels.cpu.time.Zones;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * ISO 8601 text to dates and timestamps. Text without an offset is local time in the type's zone;
 * text with one is that instant, which a timestamp without a zone shows as UTC does.
 */
final class TextToInstant {
  private TextToInstant() {}

  static LongVec cast(Scratch scratch, Zones zones, BytesVec a, DataType to, FailedRows failed) {
    int n = a.length();
    long[] result = scratch.longs(n);
    IsoReader reader = new IsoReader();
    ZoneOffsets zone = zones.of(to.zone());
    UnitJoin join = new UnitJoin(Math.max(1, Instants.unitsPerSecond(to)));
    for (int i = 0; i < n; i++) {
      long begin = AsciiSpace.skip(a.addresses()[i], a.addresses()[i] + a.lengths()[i]);
      long end = AsciiSpace.skipBack(begin, a.addresses()[i] + a.lengths()[i]);
      boolean read =
          to.kind() == Kind.TIMESTAMP
              ? reader.readTimestamp(begin, end) && join.join(second(reader, zone), reader.nanos())
              : reader.readDate(begin, end) && join.join(reader.second(), 0);
      long value = read ? join.value() : 0;
      if (to.kind() == Kind.DATE_DAY) {
        value = Math.floorDiv(value, Instants.DAY);
        read &= value == (int) value;
      }
      if (!read) {
        failed.add(i);
      }
      result[i] = value;
    }
    return new LongVec(to, n, result, failed.validity());
  }

  private static long second(IsoReader reader, ZoneOffsets zone) {
    return reader.hasOffset() ? reader.second() : zone.fromLocal(reader.second());
  }
}
