package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/** For each group the place in the stream of its first or last input. */
final class Sequences {
  private final boolean last;
  private final long none;
  private long[] places = new long[0];

  Sequences(boolean last) {
    this.last = last;
    this.none = last ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  void reserve(int groups) {
    if (groups > places.length) {
      places = Longs.grow(places, Capacity.next(groups), none);
    }
  }

  boolean has(int group) {
    return places[group] != none;
  }

  long of(int group) {
    return places[group];
  }

  /** Takes a place if it is before, or beyond, what the group has. */
  boolean take(int group, long sequence) {
    boolean wins = last ? sequence > places[group] : sequence < places[group];
    if (wins) {
      places[group] = sequence;
    }
    return wins;
  }

  void read(int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    for (int i = 0; i < count; i++) {
      words[i] = places[groups[at + i]];
      if (!has(groups[at + i])) {
        to.setNull(i);
      }
    }
  }

  void clear(int groups) {
    Arrays.fill(places, 0, Math.min(groups, places.length), none);
  }

  void clearGroup(int group) {
    places[group] = none;
  }

  long bytes() {
    return places.length * 8L;
  }
}
