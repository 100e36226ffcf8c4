package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import org.apache.arrow.memory.BufferAllocator;

/** {@code FIRST} and {@code LAST} of text and binary. */
final class SpanEdge extends Accumulator {
  private final Sequences places;
  private final SpanStates values;

  SpanEdge(boolean last, BufferAllocator allocator) {
    this.places = new Sequences(last);
    this.values = new SpanStates(allocator);
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
    values.reserve(groups);
  }

  /**
   * Finds the winning rows first, then copies those alone: with LAST every row may win for a
   * moment.
   */
  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    values.squeeze();
    boolean any = false;
    for (int i = 0; i < rows; i++) {
      any |= input.isValid(i) && places.take(groups[i], sequences[i]);
    }
    for (int i = 0; any && i < rows; i++) {
      if (input.isValid(i) && places.of(groups[i]) == sequences[i]) {
        values.set(groups[i], input.words()[i], input.tails()[i]);
      }
    }
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    values.squeeze();
    SpanEdge other = (SpanEdge) from;
    for (int i = 0; i < count; i++) {
      int group = source[i];
      if (other.places.has(group) && places.take(target[i], other.places.of(group))) {
        values.set(target[i], other.values.head(group), other.values.tail(group));
      }
    }
  }

  @Override
  public void clear(int groups) {
    places.clear(groups);
    values.clear(groups);
  }

  @Override
  public void clearGroup(int group) {
    places.clearGroup(group);
    values.clearGroup(group);
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    if (part == 0) {
      values.read(groups, at, count, to);
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
    values.read(groups, at, count, to);
  }

  @Override
  public long bytes() {
    return places.bytes() + values.bytes();
  }

  @Override
  public void close() {
    values.close();
  }
}
