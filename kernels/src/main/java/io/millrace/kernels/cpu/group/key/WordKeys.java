package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.memory.Raw;
import java.util.Arrays;

/**
 * One key column of 64 bits. Keys are kept densely by group; null is a group that no slot leads to.
 */
final class WordKeys extends KeyIndex {
  private static final int NONE = -1;
  private static final int STEADY = 2 * Cells.CHUNK;

  /**
   * Rows that are looked up at a time: few enough that the keys of a table that is still filling
   * are found by most of its first chunk.
   */
  private static final int BLOCK = 256;

  /**
   * Slots that are looked into without a branch; a key further from home is looked for one by one.
   */
  private static final int PROBES = 3;

  private final boolean local;

  private int[] slots = Slots.empty();
  private long[] keys = new long[16];
  private int size;
  private int nullGroup = NONE;
  private FewKeys few;
  private int steadyRows;

  @Override
  public int size() {
    return size;
  }

  /**
   * An index.
   *
   * @param local whether it sees many chunks of few keys, so that a perfect hash of them pays
   */
  WordKeys(boolean local) {
    this.local = local;
  }

  @Override
  public void find(KeyChunk chunk, int[] groups) {
    Cells column = chunk.columns()[0];
    int rows = chunk.rows();
    if (rows == 0 || (few != null && few.find(column, rows, nullGroup, groups))) {
      return;
    }
    int before = size;
    if (column.mayHaveNulls() || nullGroup == 0) {
      findSome(column, rows, groups);
    } else {
      findAll(column, rows, groups, chunk.missed());
    }
    if (local) {
      considerFew(before == size ? rows : 0);
    }
  }

  /** Makes a perfect hash once no new key has come for a while. */
  private void considerFew(int steady) {
    few = null;
    steadyRows = steady == 0 ? 0 : steadyRows + steady;
    if (steadyRows >= STEADY && size <= FewKeys.LARGEST && size > 2) {
      few = FewKeys.of(keys, size, nullGroup);
      steadyRows = 0;
    }
  }

  private void findAll(Cells column, int rows, int[] groups, int[] missed) {
    long address = column.address();
    if (size == 0) {
      add(address != 0 ? Raw.getLong(address) : column.words()[0]);
    }
    for (int from = 0; from < rows; from += BLOCK) {
      int to = Math.min(from + BLOCK, rows);
      if (address != 0) {
        int misses = probe(address, from, to, slots, keys, groups, missed);
        findMissed(address, groups, missed, misses);
      } else {
        long[] words = column.words();
        int misses = probe(words, from, to, slots, keys, groups, missed);
        findMissed(words, groups, missed, misses);
      }
    }
  }

  private void findMissed(long[] words, int[] groups, int[] missed, int count) {
    int misses = count;
    for (int step = 1; step < PROBES && misses > 0; step++) {
      misses = probeAgain(words, step, slots, keys, groups, missed, misses);
    }
    for (int i = 0; i < misses; i++) {
      int row = missed[i];
      groups[row] = findOrAdd(words[row]);
    }
  }

  private void findMissed(long address, int[] groups, int[] missed, int count) {
    int misses = count;
    for (int step = 1; step < PROBES && misses > 0; step++) {
      misses = probeAgain(address, step, slots, keys, groups, missed, misses);
    }
    for (int i = 0; i < misses; i++) {
      int row = missed[i];
      groups[row] = findOrAdd(Raw.getLong(address + (long) row * Long.BYTES));
    }
  }

  /**
   * Looks into each key's home slot only; rows whose key is not there are listed. Has no branch but
   * the loop's.
   */
  private static int probe(
      long[] words, int from, int to, int[] slots, long[] keys, int[] groups, int[] missed) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = from; i < to; i++) {
      long word = words[i];
      int group = slots[(int) Hashes.mix(word) & mask];
      groups[i] = group;
      missed[misses] = i;
      misses += keys[group] == word ? 0 : 1;
    }
    return misses;
  }

  private static int probe(
      long address, int from, int to, int[] slots, long[] keys, int[] groups, int[] missed) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = from; i < to; i++) {
      long word = Raw.getLong(address + (long) i * Long.BYTES);
      int group = slots[(int) Hashes.mix(word) & mask];
      groups[i] = group;
      missed[misses] = i;
      misses += keys[group] == word ? 0 : 1;
    }
    return misses;
  }

  /**
   * Looks into the slot {@code step} after the home slot for the rows listed in {@code missed};
   * lists those again whose key is not there.
   */
  private static int probeAgain(
      long[] words, int step, int[] slots, long[] keys, int[] groups, int[] missed, int count) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int row = missed[i];
      long word = words[row];
      int group = slots[((int) Hashes.mix(word) + step) & mask];
      groups[row] = group;
      missed[misses] = row;
      misses += keys[group] == word ? 0 : 1;
    }
    return misses;
  }

  private static int probeAgain(
      long address, int step, int[] slots, long[] keys, int[] groups, int[] missed, int count) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      int row = missed[i];
      long word = Raw.getLong(address + (long) row * Long.BYTES);
      int group = slots[((int) Hashes.mix(word) + step) & mask];
      groups[row] = group;
      missed[misses] = row;
      misses += keys[group] == word ? 0 : 1;
    }
    return misses;
  }

  @Override
  public int lookup(KeyChunk chunk, int[] groups, int absent) {
    Cells column = chunk.columns()[0];
    int[] missed = chunk.missed();
    if (size == 0 || column.mayHaveNulls() || nullGroup == 0) {
      return lookupSome(column, chunk.rows(), groups, absent, missed);
    }
    long[] words = column.words();
    int misses = probe(words, 0, chunk.rows(), slots, keys, groups, missed);
    int listed = 0;
    for (int i = 0; i < misses; i++) {
      int row = missed[i];
      int group = lookup(words[row], absent);
      groups[row] = group;
      missed[listed] = row;
      listed += group == absent ? 1 : 0;
    }
    return listed;
  }

  private int lookupSome(Cells column, int rows, int[] groups, int absent, int[] missed) {
    int listed = 0;
    for (int row = 0; row < rows; row++) {
      int group = column.isValid(row) ? lookup(column.words()[row], absent) : nullGroup;
      groups[row] = group == NONE ? absent : group;
      missed[listed] = row;
      listed += groups[row] == absent ? 1 : 0;
    }
    return listed;
  }

  private int lookup(long word, int absent) {
    int mask = slots.length - 1;
    int slot = (int) Hashes.mix(word) & mask;
    for (int group = slots[slot]; group != 0; group = slots[slot]) {
      if (keys[group] == word) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    return size > 0 && nullGroup != 0 && keys[0] == word ? 0 : absent;
  }

  private void findSome(Cells column, int rows, int[] groups) {
    for (int i = 0; i < rows; i++) {
      groups[i] = column.isValid(i) ? findOrAdd(column.words()[i]) : nullGroup();
    }
  }

  private int nullGroup() {
    if (nullGroup == NONE) {
      reserve();
      keys[size] = 0;
      nullGroup = size++;
    }
    return nullGroup;
  }

  private int findOrAdd(long word) {
    int mask = slots.length - 1;
    int slot = (int) Hashes.mix(word) & mask;
    int group = slots[slot];
    while (group != 0) {
      if (keys[group] == word) {
        return group;
      }
      slot = (slot + 1) & mask;
      group = slots[slot];
    }
    return size > 0 && nullGroup != 0 && keys[0] == word ? 0 : add(word);
  }

  private int add(long word) {
    reserve();
    keys[size] = word;
    if (size > 0) {
      Slots.enter(slots, Hashes.mix(word), size);
    }
    return size++;
  }

  private void reserve() {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, Capacity.next(size));
    }
    if (Slots.isFull(slots, size)) {
      slots = Slots.larger(slots);
      for (int group = 1; group < size; group++) {
        if (group != nullGroup) {
          Slots.enter(slots, Hashes.mix(keys[group]), group);
        }
      }
    }
  }

  @Override
  public void hashes(int[] groups, int at, int count, long[] hashes) {
    for (int i = 0; i < count; i++) {
      int group = groups[at + i];
      hashes[i] = group == nullGroup ? Hashes.NULL : Hashes.mix(keys[group]);
    }
  }

  @Override
  public void read(int column, int[] groups, int at, int count, ValueBuffer to) {
    gather(keys, groups, at, count, to.begin().words());
    if (nullGroup != NONE) {
      for (int i = 0; i < count; i++) {
        if (groups[at + i] == nullGroup) {
          to.setNull(i);
        }
      }
    }
  }

  static void gather(long[] from, int[] groups, int at, int count, long[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = from[groups[at + i]];
    }
  }

  @Override
  public void clear() {
    slots = Slots.cleared(slots, size);
    if (size < keys.length / 16) {
      keys = new long[Math.max(16, size * 2)];
    }
    size = 0;
    nullGroup = NONE;
    few = null;
    steadyRows = 0;
  }

  @Override
  public long bytes() {
    return keys.length * 8L + slots.length * 4L + (few == null ? 0 : few.bytes());
  }

  @Override
  public void close() {
    slots = Slots.empty();
    keys = new long[16];
    size = 0;
    nullGroup = NONE;
    few = null;
    steadyRows = 0;
  }
}
