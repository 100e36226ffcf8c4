package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;

/** {@code FIRST} and {@code LAST} of fixed-width values. */
final class WordEdge extends Accumulator {
  private final Sequences places;
  private long[] words = new long[0];

  WordEdge(boolean last) {
    this.places = new Sequences(last);
  }

  @Override
  public Encoding input() {
    return Encoding.BITS;
  }

  @Override
  public boolean needsSequence() {
    return true;
  }

  @Override
  public void reserve(int groups) {
    places.reserve(groups);
    if (groups > words.length) {
      words = Arrays.copyOf(words, Capacity.next(groups));
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    long[] values = input.words();
    for (int i = 0; i < rows; i++) {
      if (input.isValid(i)) {
        take(groups[i], values[i], sequences[i]);
      }
    }
  }

  private void take(int group, long word, long sequence) {
    if (places.take(group, sequence)) {
      words[group] = word;
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    WordEdge other = (WordEdge) from;
    for (int i = 0; i < count; i++) {
      if (other.places.has(source[i])) {
        take(target[i], other.words[source[i]], other.places.of(source[i]));
      }
    }
  }

  @Override
  public void clear(int groups) {
    places.clear(groups);
  }

  @Override
  public void clearGroup(int group) {
    places.clearGroup(group);
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    if (part == 0) {
      finish(groups, at, count, to);
    } else {
      places.read(groups, at, count, to);
    }
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    update(groups, rows, parts[0], parts[1].words());
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    Longs.gather(words, groups, at, count, to.begin().words());
    for (int i = 0; i < count; i++) {
      if (!places.has(groups[at + i])) {
        to.setNull(i);
      }
    }
  }

  @Override
  public long bytes() {
    return words.length * 8L + places.bytes();
  }
}
