package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.memory.Raw;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A perfect hash of up to 256 known keys: a multiplier under which no two of them share a place in
 * a table that fits the first-level cache. Looking a key up is a multiplication, two loads and no
 * branch; a key that is not known shows in the differences that {@link #find} gathers.
 */
final class FewKeys {
  /** The most keys that are worth trying. */
  static final int LARGEST = 256;

  private static final int TRIES = 200;

  private final long multiplier;
  private final byte[] table;
  private final long[] keys;

  private FewKeys(long multiplier, byte[] table, long[] keys) {
    this.multiplier = multiplier;
    this.table = table;
    this.keys = keys;
  }

  /**
   * A perfect hash of the first {@code size} keys.
   *
   * @param skipped a group that has no key, or -1
   * @return null if none was found
   */
  static FewKeys of(long[] all, int size, int skipped) {
    SplittableRandom random = new SplittableRandom(size);
    byte[] table = new byte[size <= LARGEST / 2 ? 8192 : 16384];
    for (int i = 0; i < TRIES; i++) {
      long multiplier = random.nextLong() | 1;
      if (place(all, size, skipped, multiplier, table)) {
        return new FewKeys(
            multiplier, fill(all, size, skipped, multiplier, table), padded(all, size, skipped));
      }
    }
    return null;
  }

  /** Marks the places of all keys; false if two share one. */
  private static boolean place(long[] all, int size, int skipped, long multiplier, byte[] table) {
    boolean apart = true;
    int placed = 0;
    for (; placed < size && apart; placed++) {
      if (placed != skipped) {
        int at = at(all[placed], multiplier, table);
        apart = table[at] == 0;
        table[at] = 1;
      }
    }
    for (int group = 0; group < placed; group++) {
      table[at(all[group], multiplier, table)] = 0;
    }
    return apart;
  }

  private static byte[] fill(long[] all, int size, int skipped, long multiplier, byte[] table) {
    Arrays.fill(table, (byte) (skipped == 0 ? 1 : 0));
    for (int group = 0; group < size; group++) {
      if (group != skipped) {
        table[at(all[group], multiplier, table)] = (byte) group;
      }
    }
    return table;
  }

  /**
   * The keys by group, as many as a byte can say; the others are a key that is placed elsewhere.
   */
  private static long[] padded(long[] all, int size, int skipped) {
    long[] keys = new long[LARGEST];
    Arrays.fill(keys, all[skipped == 0 ? 1 : 0]);
    System.arraycopy(all, 0, keys, 0, size);
    if (skipped >= 0) {
      keys[skipped] = all[skipped == 0 ? 1 : 0];
    }
    return keys;
  }

  private static int at(long key, long multiplier, byte[] table) {
    return (int) ((key * multiplier) >>> 32) & (table.length - 1);
  }

  /**
   * Writes each row's group.
   *
   * @param nullGroup the group of nulls, or -1
   * @return whether all rows' keys were known; if not, some groups are wrong
   */
  boolean find(Cells column, int rows, int nullGroup, int[] groups) {
    if (!column.mayHaveNulls()) {
      long address = column.address();
      return (address != 0
              ? find(address, rows, multiplier, table, keys, groups)
              : find(column.words(), rows, multiplier, table, keys, groups))
          == 0;
    }
    return nullGroup >= 0
        && find(column.words(), column.validity(), rows, multiplier, table, keys, nullGroup, groups)
            == 0;
  }

  private static long find(
      long address, int rows, long multiplier, byte[] table, long[] keys, int[] groups) {
    long differences = 0;
    int places = table.length - 1;
    int known = keys.length - 1;
    for (int i = 0; i < rows; i++) {
      long word = Raw.getLong(address + (long) i * Long.BYTES);
      int group = table[(int) ((word * multiplier) >>> 32) & places] & known;
      groups[i] = group;
      differences |= keys[group] ^ word;
    }
    return differences;
  }

  private static long find(
      long[] words, int rows, long multiplier, byte[] table, long[] keys, int[] groups) {
    long differences = 0;
    int places = table.length - 1;
    int known = keys.length - 1;
    for (int i = 0; i < rows; i++) {
      long word = words[i];
      int group = table[(int) ((word * multiplier) >>> 32) & places] & known;
      groups[i] = group;
      differences |= keys[group] ^ word;
    }
    return differences;
  }

  private static long find(
      long[] words,
      long[] validity,
      int rows,
      long multiplier,
      byte[] table,
      long[] keys,
      int nullGroup,
      int[] groups) {
    long differences = 0;
    int places = table.length - 1;
    int known = keys.length - 1;
    for (int i = 0; i < rows; i++) {
      long word = words[i];
      long valid = -Cells.bit(validity, i);
      int group = table[(int) ((word * multiplier) >>> 32) & places] & known;
      groups[i] = (group & (int) valid) | (nullGroup & ~(int) valid);
      differences |= (keys[group] ^ word) & valid;
    }
    return differences;
  }

  long bytes() {
    return table.length + keys.length * 8L;
  }
}
