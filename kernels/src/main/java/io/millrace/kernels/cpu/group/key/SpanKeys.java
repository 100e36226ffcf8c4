package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.BytesArena;
import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.cpu.group.cell.Spans;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One key column of text or binary. Keys are {@linkplain Spans spans}, kept densely by group, the
 * two words of each side by side; null is a span like others. Short values are told apart by their
 * words; long ones always differ from what is kept in their address, and so are compared on the
 * slow path.
 */
final class SpanKeys extends KeyIndex {
  private static final int STEADY = 2 * Cells.CHUNK;

  /** As in {@link WordKeys}: rows that are looked up at a time. */
  private static final int BLOCK = 256;

  /** As in {@link WordKeys}: slots that are looked into without a branch. */
  private static final int PROBES = 3;

  private final boolean local;
  private final BytesArena arena;
  private int[] slots = Slots.empty();
  private long[] spans = new long[2 * 16];
  private int size;
  private boolean hasNull;
  private FewSpans few;
  private int steadyRows;

  /**
   * An index.
   *
   * @param allocator where long keys are kept
   * @param local whether it sees many chunks of few keys, so that a perfect hash of them pays
   */
  SpanKeys(BufferAllocator allocator, boolean local) {
    this.arena = new BytesArena(allocator);
    this.local = local;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void find(KeyChunk chunk, int[] groups) {
    long[] heads = chunk.columns()[0].words();
    long[] tails = chunk.columns()[0].tails();
    int rows = chunk.rows();
    if (rows == 0 || (few != null && few.find(heads, tails, rows, groups))) {
      return;
    }
    int before = size;
    long[] hashes = chunk.hashes();
    if (size == 0) {
      add(heads[0], tails[0], hashes[0]);
    }
    int step = BLOCK;
    for (int from = 0; from < rows; from += step) {
      step = Math.min(BLOCK, rows - from);
      int misses = probe(heads, tails, hashes, from, from + step, groups, chunk.missed());
      add(heads, tails, hashes, groups, chunk.missed(), misses);
    }
    if (local) {
      considerFew(before == size ? rows : 0);
    }
  }

  private void add(
      long[] heads, long[] tails, long[] hashes, int[] groups, int[] missed, int count) {
    for (int i = 0; i < count; i++) {
      int row = missed[i];
      int group = find(heads[row], tails[row], hashes[row]);
      groups[row] = group >= 0 ? group : add(heads[row], tails[row], hashes[row]);
    }
  }

  /** Makes a perfect hash once no new key has come for a while. */
  private void considerFew(int steady) {
    few = null;
    steadyRows = steady == 0 ? 0 : steadyRows + steady;
    if (steadyRows >= STEADY && size <= FewKeys.LARGEST) {
      few = FewSpans.of(spans, size);
      steadyRows = 0;
    }
  }

  /** Looks into the first slots of each key; lists the rows whose keys are not there. */
  private int probe(
      long[] heads, long[] tails, long[] hashes, int from, int to, int[] groups, int[] missed) {
    int misses = probe(heads, tails, hashes, from, to, slots, spans, groups, missed);
    for (int step = 1; step < PROBES && misses > 0; step++) {
      misses = probeAgain(heads, tails, hashes, step, slots, spans, groups, missed, misses);
    }
    return misses;
  }

  /**
   * Looks into each key's home slot only; rows whose key is not there are listed. Has no branch but
   * the loop's.
   */
  private static int probe(
      long[] heads,
      long[] tails,
      long[] hashes,
      int from,
      int to,
      int[] slots,
      long[] spans,
      int[] groups,
      int[] missed) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = from; i < to; i++) {
      int group = slots[(int) hashes[i] & mask];
      groups[i] = group;
      missed[misses] = i;
      long difference = (spans[2 * group] ^ heads[i]) | (spans[2 * group + 1] ^ tails[i]);
      misses += difference == 0 ? 0 : 1;
    }
    return misses;
  }

  /**
   * Looks into the slot {@code step} after the home slot for the rows listed in {@code missed};
   * lists those again whose key is not there.
   */
  private static int probeAgain(
      long[] heads,
      long[] tails,
      long[] hashes,
      int step,
      int[] slots,
      long[] spans,
      int[] groups,
      int[] missed,
      int count) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int row = missed[i];
      int group = slots[((int) hashes[row] + step) & mask];
      groups[row] = group;
      missed[misses] = row;
      long difference = (spans[2 * group] ^ heads[row]) | (spans[2 * group + 1] ^ tails[row]);
      misses += difference == 0 ? 0 : 1;
    }
    return misses;
  }

  @Override
  public int lookup(KeyChunk chunk, int[] groups, int absent) {
    int[] missed = chunk.missed();
    int rows = chunk.rows();
    if (size == 0) {
      for (int row = 0; row < rows; row++) {
        groups[row] = absent;
        missed[row] = row;
      }
      return rows;
    }
    long[] heads = chunk.columns()[0].words();
    long[] tails = chunk.columns()[0].tails();
    long[] hashes = chunk.hashes();
    int misses = probe(heads, tails, hashes, 0, rows, groups, missed);
    int listed = 0;
    for (int i = 0; i < misses; i++) {
      int row = missed[i];
      int group = find(heads[row], tails[row], hashes[row]);
      groups[row] = group >= 0 ? group : absent;
      missed[listed] = row;
      listed += group >= 0 ? 0 : 1;
    }
    return listed;
  }

  /** The group of a key, negative if there is none. */
  private int find(long head, long tail, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    for (int group = slots[slot]; group != 0; group = slots[slot]) {
      if (isKey(head, tail, group)) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    return isKey(head, tail, 0) ? 0 : -1;
  }

  private boolean isKey(long head, long tail, int group) {
    return Spans.equal(head, tail, spans[2 * group], spans[2 * group + 1]);
  }

  private int add(long head, long tail, long hash) {
    if (2 * size == spans.length) {
      spans = Arrays.copyOf(spans, 2 * Capacity.next(size));
    }
    if (Slots.isFull(slots, size)) {
      slots = Slots.larger(slots);
      for (int group = 1; group < size; group++) {
        Slots.enter(slots, hash(group), group);
      }
    }
    spans[2 * size] = arena.keep(head, tail);
    spans[2 * size + 1] = tail;
    hasNull |= tail == Spans.NULL;
    if (size > 0) {
      Slots.enter(slots, hash, size);
    }
    return size++;
  }

  private long hash(int group) {
    return Hashes.ofSpan(spans[2 * group], spans[2 * group + 1]);
  }

  @Override
  public void hashes(int[] groups, int at, int count, long[] hashes) {
    for (int i = 0; i < count; i++) {
      hashes[i] = hash(groups[at + i]);
    }
  }

  @Override
  public void read(int column, int[] groups, int at, int count, ValueBuffer to) {
    to.beginSpans();
    gather(spans, groups, at, count, to.words(), to.tails());
    for (int i = 0; hasNull && i < count; i++) {
      if (to.tails()[i] == Spans.NULL) {
        to.setNull(i);
      }
    }
  }

  private static void gather(
      long[] spans, int[] groups, int at, int count, long[] heads, long[] tails) {
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      heads[i] = spans[2 * group];
      tails[i] = spans[2 * group + 1];
    }
  }

  @Override
  public void clear() {
    slots = Slots.cleared(slots, size);
    if (size < spans.length / 32) {
      spans = new long[2 * Math.max(16, size * 2)];
    }
    arena.clear();
    forget();
  }

  private void forget() {
    size = 0;
    hasNull = false;
    few = null;
    steadyRows = 0;
  }

  @Override
  public long bytes() {
    return spans.length * 8L + slots.length * 4L + arena.bytes() + (few == null ? 0 : few.bytes());
  }

  @Override
  public void close() {
    slots = Slots.empty();
    spans = new long[2 * 16];
    arena.close();
    forget();
  }
}
