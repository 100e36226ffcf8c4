package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.error.DataException;
import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** {@code APPROX_DISTINCT}: a sketch for each group, made when its first input comes. */
final class ApproxDistinct extends Accumulator {
  private final BufferAllocator allocator;
  private final BytesArena exported;
  private HyperLogLog[] sketches = new HyperLogLog[0];

  ApproxDistinct(BufferAllocator allocator) {
    this.allocator = allocator;
    this.exported = new BytesArena(allocator);
  }

  @Override
  public Encoding input() {
    return Encoding.HASHED;
  }

  @Override
  public void reserve(int groups) {
    if (groups > sketches.length) {
      sketches = Arrays.copyOf(sketches, Capacity.next(groups));
    }
  }

  @Override
  public void update(int[] groups, int rows, Cells input, long[] sequences) {
    long[] hashes = input.words();
    for (int i = 0; i < rows; i++) {
      if (input.isValid(i)) {
        sketch(groups[i]).add(hashes[i]);
      }
    }
  }

  private HyperLogLog sketch(int group) {
    HyperLogLog sketch = sketches[group];
    if (sketch == null) {
      sketch = new HyperLogLog();
      sketches[group] = sketch;
    }
    return sketch;
  }

  @Override
  public void merge(Accumulator from, int[] source, int[] target, int count) {
    HyperLogLog[] others = ((ApproxDistinct) from).sketches;
    for (int i = 0; i < count; i++) {
      if (others[source[i]] != null) {
        sketch(target[i]).merge(others[source[i]]);
      }
    }
  }

  @Override
  public void clear(int groups) {
    Arrays.fill(sketches, 0, Math.min(groups, sketches.length), null);
  }

  @Override
  public void clearGroup(int group) {
    sketches[group] = null;
  }

  @Override
  public void readPart(int part, int[] groups, int at, int count, ValueBuffer to) {
    exported.clear();
    to.beginSpans();
    try (ArrowBuf buffer = allocator.buffer(HyperLogLog.REGISTERS)) {
      for (int i = 0; i < count; i++) {
        HyperLogLog sketch = sketches[groups[at + i]];
        int length = sketch == null ? 0 : sketch.exportedLength();
        if (length > 0) {
          sketch.export(buffer.memoryAddress());
        }
        long tail = Spans.tail(buffer.memoryAddress(), length);
        to.words()[i] = exported.keep(Spans.head(buffer.memoryAddress(), length), tail);
        to.tails()[i] = tail;
      }
    }
  }

  @Override
  public void importParts(Cells[] parts, int[] groups, int rows) {
    try (ArrowBuf buffer = allocator.buffer(HyperLogLog.REGISTERS)) {
      for (int i = 0; i < rows; i++) {
        if (parts[0].isValid(i)) {
          merge(groups[i], parts[0].words()[i], parts[0].tails()[i], buffer);
        }
      }
    }
  }

  private void merge(int group, long head, long tail, ArrowBuf buffer) {
    int length = Spans.length(tail);
    if (length <= HyperLogLog.REGISTERS) {
      Spans.write(head, tail, buffer.memoryAddress());
    }
    if (!sketch(group).merge(buffer.memoryAddress(), length)) {
      throw new DataException(
          "Exported registers are 4096 bytes, or 4 bytes for each entry: length="
              + length
              + ". Import state that a group table exported.");
    }
  }

  @Override
  public void finish(int[] groups, int at, int count, ValueBuffer to) {
    long[] words = to.begin().words();
    for (int i = 0; i < count; i++) {
      HyperLogLog sketch = sketches[groups[at + i]];
      words[i] = sketch == null ? 0 : sketch.estimate();
    }
  }

  @Override
  public long bytes() {
    long bytes = sketches.length * 8L + exported.bytes();
    for (HyperLogLog sketch : sketches) {
      bytes += sketch == null ? 0 : sketch.bytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    exported.close();
  }
}
