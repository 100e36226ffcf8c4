package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Lane;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Several key columns. A chunk's groups are first found by 64-bit hashes alone, then each column
 * verifies them in one tight loop; the few rows whose hash is another key's are looked up again,
 * value by value.
 */
final class HashedKeys extends KeyIndex {
  private final KeyColumn[] columns;
  private int[] slots = Slots.empty();
  private long[] hashes = new long[16];
  private int size;

  HashedKeys(List<DataType> types, BufferAllocator allocator) {
    this.columns =
        types.stream()
            .map(
                type ->
                    type.lane() == Lane.BYTES ? new SpanKeyColumn(allocator) : new WordKeyColumn())
            .toArray(KeyColumn[]::new);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void find(KeyChunk chunk, int[] groups) {
    int rows = chunk.rows();
    if (rows == 0) {
      return;
    }
    int[] missed = chunk.missed();
    if (size == 0) {
      add(chunk, 0);
    }
    int misses = probe(chunk.hashes(), rows, slots, hashes, groups, missed);
    for (int i = 0; i < misses; i++) {
      groups[missed[i]] = findHash(chunk, missed[i]);
    }
    verify(chunk, groups);
  }

  @Override
  public int lookup(KeyChunk chunk, int[] groups, int absent) {
    int[] missed = chunk.missed();
    if (size == 0) {
      for (int row = 0; row < chunk.rows(); row++) {
        groups[row] = absent;
        missed[row] = row;
      }
      return chunk.rows();
    }
    home(chunk.hashes(), chunk.rows(), slots, groups);
    int misses = 0;
    for (int c = 0; c < columns.length; c++) {
      misses = columns[c].verify(chunk.columns()[c], chunk.rows(), groups, missed, misses);
    }
    misses = ascending(missed, misses);
    int listed = 0;
    for (int i = 0; i < misses; i++) {
      int row = missed[i];
      int group = lookup(chunk, row, absent);
      groups[row] = group;
      missed[listed] = row;
      listed += group == absent ? 1 : 0;
    }
    return listed;
  }

  /** Group numbers in the home slots of hashes. */
  private static void home(long[] rowHashes, int rows, int[] slots, int[] groups) {
    int mask = slots.length - 1;
    for (int i = 0; i < rows; i++) {
      groups[i] = slots[(int) rowHashes[i] & mask];
    }
  }

  /** Each column lists its own misses: puts them together in order, each once. */
  private static int ascending(int[] missed, int misses) {
    Arrays.sort(missed, 0, misses);
    int kept = 0;
    for (int i = 0; i < misses; i++) {
      if (i == 0 || missed[i] != missed[i - 1]) {
        missed[kept++] = missed[i];
      }
    }
    return kept;
  }

  private int lookup(KeyChunk chunk, int row, int absent) {
    int mask = slots.length - 1;
    int slot = (int) chunk.hashes()[row] & mask;
    for (int group = slots[slot]; group != 0; group = slots[slot]) {
      if (isKey(chunk, row, group)) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    return isKey(chunk, row, 0) ? 0 : absent;
  }

  /** As in {@link WordKeys}, by hash. */
  private static int probe(
      long[] rowHashes, int rows, int[] slots, long[] hashes, int[] groups, int[] missed) {
    int misses = 0;
    int mask = slots.length - 1;
    for (int i = 0; i < rows; i++) {
      long hash = rowHashes[i];
      int group = slots[(int) hash & mask];
      groups[i] = group;
      missed[misses] = i;
      misses += hashes[group] == hash ? 0 : 1;
    }
    return misses;
  }

  private void verify(KeyChunk chunk, int[] groups) {
    int[] missed = chunk.missed();
    int misses = 0;
    for (int c = 0; c < columns.length; c++) {
      misses = columns[c].verify(chunk.columns()[c], chunk.rows(), groups, missed, misses);
    }
    for (int i = 0; i < misses; i++) {
      groups[missed[i]] = findKey(chunk, missed[i]);
    }
  }

  /** The first group with the row's hash, whatever its key; a new one if there is none. */
  private int findHash(KeyChunk chunk, int row) {
    long hash = chunk.hashes()[row];
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      if (hashes[slots[slot]] == hash) {
        return slots[slot];
      }
    }
    return hashes[0] == hash ? 0 : add(chunk, row);
  }

  private int findKey(KeyChunk chunk, int row) {
    long hash = chunk.hashes()[row];
    int mask = slots.length - 1;
    for (int slot = (int) hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      if (isKey(chunk, row, slots[slot])) {
        return slots[slot];
      }
    }
    return isKey(chunk, row, 0) ? 0 : add(chunk, row);
  }

  private boolean isKey(KeyChunk chunk, int row, int group) {
    if (hashes[group] != chunk.hashes()[row]) {
      return false;
    }
    for (int c = 0; c < columns.length; c++) {
      if (!columns[c].matches(chunk.columns()[c], row, group)) {
        return false;
      }
    }
    return true;
  }

  private int add(KeyChunk chunk, int row) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Capacity.next(size));
    }
    if (Slots.isFull(slots, size)) {
      slots = Slots.larger(slots);
      for (int group = 1; group < size; group++) {
        Slots.enter(slots, hashes[group], group);
      }
    }
    long hash = chunk.hashes()[row];
    hashes[size] = hash;
    for (int c = 0; c < columns.length; c++) {
      columns[c].add(chunk.columns()[c], row, size);
    }
    if (size > 0) {
      Slots.enter(slots, hash, size);
    }
    return size++;
  }

  @Override
  public void hashes(int[] groups, int at, int count, long[] to) {
    WordKeys.gather(hashes, groups, at, count, to);
  }

  @Override
  public void read(int column, int[] groups, int at, int count, ValueBuffer to) {
    columns[column].read(groups, at, count, to);
  }

  @Override
  public void clear() {
    slots = Slots.cleared(slots, size);
    size = 0;
    for (KeyColumn column : columns) {
      column.clear();
    }
  }

  @Override
  public long bytes() {
    long bytes = hashes.length * 8L + slots.length * 4L;
    for (KeyColumn column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    size = 0;
    slots = Slots.empty();
    for (KeyColumn column : columns) {
      column.close();
    }
  }
}
