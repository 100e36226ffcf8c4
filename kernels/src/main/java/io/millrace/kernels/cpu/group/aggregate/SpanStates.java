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
  private static final long WORTH_SQUEEZING = 64 << 10;

  private final BufferAllocator allocator;
  private BytesArena arena;
  private long[] heads = new long[0];
  private long[] tails = new long[0];
  private long live;

  SpanStates(BufferAllocator allocator) {
    this.allocator = allocator;
    this.arena = new BytesArena(allocator);
  }

  void reserve(int groups) {
    if (groups > heads.length) {
      int old = heads.length;
      heads = Arrays.copyOf(heads, Capacity.next(groups));
      tails = Arrays.copyOf(tails, heads.length);
      Arrays.fill(tails, old, tails.length, Spans.NULL);
    }
  }

  boolean has(int group) {
    return tails[group] != Spans.NULL;
  }

  long head(int group) {
    return heads[group];
  }

  long tail(int group) {
    return tails[group];
  }

  /** Replaces a group's value by a copy of another. */
  void set(int group, long head, long tail) {
    live -= kept(tails[group]);
    heads[group] = arena.keep(head, tail);
    tails[group] = tail;
    live += kept(tail);
  }

  private static int kept(long tail) {
    return Spans.isLong(tail) ? Spans.length(tail) : 0;
  }

  /** Gives waste back, if there is much. Addresses change. */
  void squeeze() {
    if (arena.used() - live <= live + WORTH_SQUEEZING) {
      return;
    }
    BytesArena fresh = new BytesArena(allocator);
    try {
      long[] moved = heads.clone();
      for (int group = 0; group < heads.length; group++) {
        moved[group] = fresh.keep(heads[group], tails[group]);
      }
      heads = moved;
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw e;
    }
    arena.close();
    arena = fresh;
  }

  void clear(int groups) {
    Arrays.fill(tails, 0, Math.min(groups, tails.length), Spans.NULL);
    arena.clear();
    live = 0;
  }

  void clearGroup(int group) {
    live -= kept(tails[group]);
    tails[group] = Spans.NULL;
  }

  void read(int[] groups, int at, int count, ValueBuffer to) {
    to.beginSpans();
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      to.words()[i] = heads[group];
      to.tails()[i] = tails[group];
      if (!has(group)) {
        to.setNull(i);
      }
    }
  }

  long bytes() {
    return (heads.length + tails.length) * 8L + arena.bytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}
