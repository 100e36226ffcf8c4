package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Spans;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * {@link FewKeys} for text and binary of up to {@link Spans#INLINE} bytes, which are known by their
 * two words, and null. A longer value, whose head is an address, shows in the differences like any
 * key that is not known.
 */
final class FewSpans {
  private static final int TRIES = 200;

  /** Leaves as many bits of a product as the largest table has places. */
  private static final int SHIFT = Long.SIZE - 14;

  private final int rotation;
  private final long multiplier;
  private final byte[] table;
  private final long[] spans;

  private FewSpans(int rotation, long multiplier, byte[] table, long[] spans) {
    this.rotation = rotation;
    this.multiplier = multiplier;
    this.table = table;
    this.spans = spans;
  }

  /**
   * A perfect hash of the first {@code size} keys, at least one; null if none was found or a key is
   * too long.
   *
   * @param all the head and the tail of each key in turn
   */
  static FewSpans of(long[] all, int size) {
    for (int group = 0; group < size; group++) {
      if (Spans.isLong(all[2 * group + 1])) {
        return null;
      }
    }
    SplittableRandom random = new SplittableRandom(size);
    byte[] table = new byte[size <= FewKeys.LARGEST / 2 ? 8192 : 16384];
    long[] spans = padded(all, size);
    for (int i = 0; i < TRIES; i++) {
      FewSpans few = new FewSpans(random.nextInt(Long.SIZE), random.nextLong() | 1, table, spans);
      if (few.place(size)) {
        few.fill(size);
        return few;
      }
    }
    return null;
  }

  /**
   * The keys by group, as many as a byte can say; the others are a key that is placed elsewhere.
   */
  private static long[] padded(long[] all, int size) {
    long[] spans = new long[2 * FewKeys.LARGEST];
    for (int group = 0; group < FewKeys.LARGEST; group++) {
      System.arraycopy(all, group < size ? 2 * group : 0, spans, 2 * group, 2);
    }
    return spans;
  }

  /** Marks the places of all keys and takes the marks back; false if two share a place. */
  private boolean place(int size) {
    boolean apart = true;
    int placed = 0;
    for (; placed < size && apart; placed++) {
      int at = at(placed);
      apart = table[at] == 0;
      table[at] = 1;
    }
    for (int group = 0; group < placed; group++) {
      table[at(group)] = 0;
    }
    return apart;
  }

  private void fill(int size) {
    Arrays.fill(table, (byte) 0);
    for (int group = 0; group < size; group++) {
      table[at(group)] = (byte) group;
    }
  }

  private int at(int group) {
    long both = spans[2 * group] ^ Long.rotateLeft(spans[2 * group + 1], rotation);
    return (int) ((both * multiplier) >>> SHIFT) & (table.length - 1);
  }

  /** Writes each row's group; false if a row's key was not known, then some groups are wrong. */
  boolean find(long[] heads, long[] tails, int rows, int[] groups) {
    return find(heads, tails, rows, rotation, multiplier, table, spans, groups) == 0;
  }

  private static long find(
      long[] heads,
      long[] tails,
      int rows,
      int rotation,
      long multiplier,
      byte[] table,
      long[] spans,
      int[] groups) {
    long differences = 0;
    int places = table.length - 1;
    int known = FewKeys.LARGEST - 1;
    for (int i = 0; i < rows; i++) {
      long head = heads[i];
      long tail = tails[i];
      long both = head ^ Long.rotateLeft(tail, rotation);
      int group = table[(int) ((both * multiplier) >>> SHIFT) & places] & known;
      groups[i] = group;
      differences |= (spans[2 * group] ^ head) | (spans[2 * group + 1] ^ tail);
    }
    return differences;
  }

  long bytes() {
    return table.length + spans.length * 8L;
  }
}
