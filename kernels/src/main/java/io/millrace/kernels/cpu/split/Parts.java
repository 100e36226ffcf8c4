package io.millrace.kernels.cpu.split;

import io.millrace.kernels.Exploded;
import io.millrace.kernels.cpu.scratch.Scratch;
import io.millrace.kernels.cpu.select.CpuSelection;
import io.millrace.kernels.cpu.vec.BytesVec;
import io.millrace.kernels.types.DataType;

/** Parts of texts while they are found: growing columns of addresses, lengths and parent rows. */
final class Parts {
  private final Scratch scratch;
  private long[] addresses;
  private int[] lengths;
  private int[] parents;
  private int begun;
  private int ended;

  Parts(Scratch scratch, int expected) {
    this.scratch = scratch;
    addresses = scratch.longs(expected);
    lengths = scratch.ints(expected);
    parents = scratch.ints(expected);
  }

  /** Parts that have begun so far. */
  int begun() {
    return begun;
  }

  /** Makes room for {@code more} parts. */
  void reserve(int more) {
    int needed = Math.addExact(begun, more);
    if (needed > lengths.length || needed > addresses.length || needed > parents.length) {
      grow(Math.max(needed, (int) Math.min(2L * begun, Integer.MAX_VALUE - 8)));
    }
  }

  private void grow(int capacity) {
    long[] grownAddresses = scratch.longs(capacity);
    int[] grownLengths = scratch.ints(capacity);
    int[] grownParents = scratch.ints(capacity);
    System.arraycopy(addresses, 0, grownAddresses, 0, begun);
    System.arraycopy(lengths, 0, grownLengths, 0, begun);
    System.arraycopy(parents, 0, grownParents, 0, begun);
    addresses = grownAddresses;
    lengths = grownLengths;
    parents = grownParents;
  }

  /**
   * Takes the starts and ends within a block of 64 bytes. Written eight at a time without looking
   * whether so many are left, which saves a branch for each that cannot be foreseen; the caller has
   * reserved 40.
   */
  void block(long address, long starts, long ends) {
    int startCount = Long.bitCount(starts);
    for (int i = 0; i < startCount; i += 8) {
      for (int j = 0; j < 8; j++) {
        addresses[begun + i + j] = address + Long.numberOfTrailingZeros(starts);
        starts &= starts - 1;
      }
    }
    begun += startCount;
    int endCount = Long.bitCount(ends);
    for (int i = 0; i < endCount; i += 8) {
      for (int j = 0; j < 8; j++) {
        int part = ended + i + j;
        lengths[part] = (int) (address + Long.numberOfTrailingZeros(ends) - addresses[part]);
        ends &= ends - 1;
      }
    }
    ended += endCount;
  }

  /** Ends the part that has begun, if one has. */
  void end(long address) {
    if (ended < begun) {
      lengths[ended] = (int) (address - addresses[ended]);
      ended++;
    }
  }

  /** Adds one whole part; the caller has reserved it. */
  void add(long address, int length) {
    addresses[begun] = address;
    lengths[begun] = length;
    begun++;
    ended = begun;
  }

  /** Notes the row of the parts from {@code first} on. */
  void parent(int first, int row) {
    for (int i = first; i < begun; i++) {
      parents[i] = row;
    }
  }

  Exploded exploded(DataType type) {
    return new Exploded(
        new BytesVec(type, begun, addresses, lengths, null), new CpuSelection(parents, begun));
  }
}
