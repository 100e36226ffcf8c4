package io.millrace.kernels.cpu.split;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.select.CpuSelection;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.types.DataType;

/** Parts of texts while they are found: growing columns of addresses, lengths and parent rows. */
final class Parts {
  /** Bytes of a block, and so separators and pieces that may be written for one. */
  static final int BLOCK = Long.SIZE;

  private final Scratch scratch;
  private long[] addresses;
  private int[] lengths;
  private int[] parents;
  private int count;

  Parts(Scratch scratch, int expected) {
    this.scratch = scratch;
    addresses = scratch.longs(expected);
    lengths = scratch.ints(expected);
    parents = scratch.ints(expected);
  }

  /** Makes room for {@code more} parts. */
  void reserve(int more) {
    int needed = Math.addExact(count, more);
    if (needed > lengths.length || needed > addresses.length || needed > parents.length) {
      grow(Math.max(needed, (int) Math.min(2L * count, Integer.MAX_VALUE - 8)));
    }
  }

  private void grow(int capacity) {
    long[] grownAddresses = scratch.longs(capacity);
    int[] grownLengths = scratch.ints(capacity);
    int[] grownParents = scratch.ints(capacity);
    System.arraycopy(addresses, 0, grownAddresses, 0, count);
    System.arraycopy(lengths, 0, grownLengths, 0, count);
    System.arraycopy(parents, 0, grownParents, 0, count);
    addresses = grownAddresses;
    lengths = grownLengths;
    parents = grownParents;
  }

  /**
   * Cuts at the separators and between the rows within a block of 64 bytes; the caller has reserved
   * {@link #BLOCK}. Every piece between two cuts is written, and stays only if it is not empty:
   * that saves a branch that cannot be foreseen.
   *
   * @param begins where rows begin that follow {@code row} without a gap
   * @param from where the piece begins that the first cut ends
   * @param row the row that it belongs to
   * @return where the piece begins that is still open
   */
  long cut(long address, long separators, long begins, long from, int row) {
    long[] toAddresses = addresses;
    int[] toLengths = lengths;
    int[] toParents = parents;
    long begin = from;
    int parent = row;
    int at = count;
    for (long left = separators | begins; left != 0; left &= left - 1) {
      int place = Long.numberOfTrailingZeros(left);
      long end = address + place;
      int length = (int) (end - begin);
      toAddresses[at] = begin;
      toLengths[at] = length;
      toParents[at] = parent;
      at += length > 0 ? 1 : 0;
      begin = end + ((separators >>> place) & 1);
      parent += (int) ((begins >>> place) & 1);
    }
    count = at;
    return begin;
  }

  /** Adds a piece unless it is empty; the caller has reserved one. */
  void add(long address, int length, int row) {
    addresses[count] = address;
    lengths[count] = length;
    parents[count] = row;
    count += length > 0 ? 1 : 0;
  }

  Exploded exploded(DataType type) {
    return new Exploded(
        new BytesVec(type, count, addresses, lengths, null), new CpuSelection(parents, count));
  }
}
