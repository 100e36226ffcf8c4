package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import org.apache.arrow.memory.BufferAllocator;

/** {@code MIN} and {@code MAX} of text and binary, by unsigned bytes. */
final class SpanExtreme extends Accumulator {
  private final boolean max;
  private final SpanStates values;

  SpanExtreme(boolean max, BufferAllocator allocator) {
    this.max = max;
    this.values = new SpanStates(allocator);
  }

  @Override
  public Encoding input() {
    return Encoding.ORDERED;
  }

  @Override
  public void reserve(int groups) {
    values.reserve(groups);
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    values.squeeze();
    for (int i = 0; i < rows; i++) {
      if (input.isValid(i)) {
        take(groups[i], input.words()[i], input.tails()[i]);
      }
    }
  }

  private void take(int group, long head, long tail) {
    if (!values.has(group) || isBeyond(group, head, tail)) {
      values.set(group, head, tail);
    }
  }

  private boolean isBeyond(int group, long head, long tail) {
    int order = Spans.compare(head, tail, values.head(group), values.tail(group));
    return max ? order > 0 : order < 0;
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    values.squeeze();
    SpanStates other = ((SpanExtreme) from).values;
    for (int i = 0; i < count; i++) {
      if (other.has(source[i])) {
        take(target[i], other.head(source[i]), other.tail(source[i]));
      }
    }
  }

  @Override
  public void clear(int groups) {
    values.clear(groups);
  }

  @Override
  public void clearGroup(int group) {
    values.clearGroup(group);
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    values.read(groups, at, count, to);
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    update(groups, rows, parts[0], null);
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    values.read(groups, at, count, to);
  }

  @Override
  public long bytes() {
    return values.bytes();
  }

  @Override
  public void close() {
    values.close();
  }
}
