package io.millrace.source.rate;

import io.millrace.kernels.memory.Raw;

/** The loops behind the columns that need no table. */
final class Fills {
  private Fills() {}

  static void sequence(RowRange range, long address) {
    for (int i = 0; i < range.rows(); i++) {
      Raw.putLong(address + i * 8L, range.first() + i);
    }
  }

  static void longs(RowRange range, long address, long from, long span) {
    long seed = range.seed();
    long first = range.first();
    for (int i = 0; i < range.rows(); i++) {
      Raw.putLong(address + i * 8L, from + SplitMix.below(SplitMix.at(seed, first + i), span));
    }
  }

  static void doubles(RowRange range, long address, double from, double span) {
    long seed = range.seed();
    long first = range.first();
    for (int i = 0; i < range.rows(); i++) {
      double unit = (SplitMix.at(seed, first + i) >>> 11) * 0x1p-53;
      Raw.putLong(address + i * 8L, Double.doubleToRawLongBits(from + unit * span));
    }
  }

  /**
   * Microseconds of event time, less a random part of the disorder, both counted without a division
   * in the loop.
   */
  static void times(RowRange range, long address, long disorderMicros) {
    long perSecond = range.eventsPerSecond();
    long seed = range.seed();
    long first = range.first();
    long remainder = first % perSecond;
    long micros = range.startMillis() * 1_000 + first / perSecond * 1_000_000;
    micros += remainder * 1_000_000 / perSecond;
    long carried = remainder * 1_000_000 % perSecond;
    long step = 1_000_000 / perSecond;
    long stepRemainder = 1_000_000 % perSecond;
    for (int i = 0; i < range.rows(); i++) {
      long late = SplitMix.below(SplitMix.at(seed, first + i), disorderMicros + 1);
      Raw.putLong(address + i * 8L, micros - late);
      micros += step;
      carried += stepRemainder;
      if (carried >= perSecond) {
        carried -= perSecond;
        micros++;
      }
    }
  }
}
