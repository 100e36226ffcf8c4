package io.millrace.kernels.cpu.group.aggregate;

import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.group.key.Capacity;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One text or binary value, or none, for each group; values may be replaced. The bytes of replaced
 * long values are waste, which is squeezed out once it outweighs what lives.
 */
final class SpanStates implements AutoCloseable {
  private static final int NONE = -1;
  private static final long WORTH_SQUEEZING = 64 << 10;

  private final BufferAllocator allocator;
  private BytesArena arena;
  private long[] words = new long[0];
  private int[] lengths = new int[0];
  private long live;

  SpanStates(BufferAllocator allocator) {
    this.allocator = allocator;
    this.arena = new BytesArena(allocator);
  }

  void reserve(int groups) {
    if (groups > words.length) {
      int old = words.length;
      words = Arrays.copyOf(words, Capacity.next(groups));
      lengths = Arrays.copyOf(lengths, words.length);
      Arrays.fill(lengths, old, lengths.length, NONE);
    }
  }

  boolean has(int group) {
    return lengths[group] != NONE;
  }

  long word(int group) {
    return words[group];
  }

  int length(int group) {
    return lengths[group];
  }

  /** Replaces a group's value by a copy of another. */
  void set(int group, long word, int length) {
    live -= kept(lengths[group]);
    words[group] = arena.keep(word, length);
    lengths[group] = length;
    live += kept(length);
  }

  private static int kept(int length) {
    return length > Spans.INLINE ? length : 0;
  }

  /** Gives waste back, if there is much. Addresses change. */
  void squeeze() {
    if (arena.used() - live <= live + WORTH_SQUEEZING) {
      return;
    }
    BytesArena fresh = new BytesArena(allocator);
    try {
      long[] moved = words.clone();
      for (int group = 0; group < words.length; group++) {
        if (lengths[group] > Spans.INLINE) {
          moved[group] = fresh.keep(words[group], lengths[group]);
        }
      }
      words = moved;
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
    arena.close();
    arena = fresh;
  }

  void clear(int groups) {
    Arrays.fill(lengths, 0, Math.min(groups, lengths.length), NONE);
    arena.clear();
    live = 0;
  }

  void clearGroup(int group) {
    live -= kept(lengths[group]);
    lengths[group] = NONE;
  }

  void read(int[] groups, int at, int count, ValueBuffer to) {
    to.beginSpans();
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      to.words()[i] = words[group];
      to.lengths()[i] = lengths[group];
      if (!has(group)) {
        to.setNull(i);
      }
    }
  }

  long bytes() {
    return words.length * 8L + lengths.length * 4L + arena.bytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}
