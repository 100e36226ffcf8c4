package io.millrace.kernels.cpu.cast;

import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.text.AsciiSpace;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.cpu.vec.LongVec;
import io.millrace.kernels.memory.Raw;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;

/**
 * Durations to and from ISO 8601, as {@link Duration} writes and reads it: {@code PT1H30M}. Seldom,
 * so by way of it.
 */
final class DurationText {
  /** Sign and digits of each part of the longest that 64 bits of seconds give. */
  private static final int LONGEST = 48;

  private DurationText() {}

  static BytesVec format(Scratch scratch, LongVec a, DataType to) {
    TextWriter writer = new TextWriter(scratch, a, LONGEST);
    long perSecond = a.type().unitsPerSecond();
    for (int i = 0; i < a.length(); i++) {
      if (writer.begin(i)) {
        long value = a.values()[i];
        long nanos = Math.floorMod(value, perSecond) * (1_000_000_000L / perSecond);
        writer.put(Duration.ofSeconds(Math.floorDiv(value, perSecond), nanos).toString());
        writer.end(i);
      }
    }
    return writer.finish(to);
  }

  static LongVec parse(Scratch scratch, BytesVec a, DataType to, FailedRows failed) {
    int n = a.length();
    long[] result = scratch.longs(n);
    UnitJoin join = new UnitJoin(to.unitsPerSecond());
    for (int i = 0; i < n; i++) {
      Duration duration = a.isNull(i) ? null : parse(a.addresses()[i], a.lengths()[i]);
      if (duration == null || !join.join(duration.getSeconds(), duration.getNano())) {
        failed.add(i);
      }
      result[i] = join.value();
    }
    return new LongVec(to, n, result, failed.validity());
  }

  /** Null if it is no duration. What cannot be one is found without the cost of an exception. */
  private static Duration parse(long address, int length) {
    long begin = AsciiSpace.skip(address, address + length);
    int bytes = (int) (AsciiSpace.skipBack(begin, address + length) - begin);
    if (bytes < 3 || bytes > 100 || "pP+-".indexOf(Raw.getByte(begin)) < 0) {
      return null;
    }
    byte[] text = new byte[bytes];
    Raw.copy(begin, text, 0, bytes);
    try {
      return Duration.parse(new String(text, StandardCharsets.UTF_8));
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }
}
