package io.millrace.kernels.cpu.membership;

/** A set of longs that is built once: open addressing, at most half full, 0 as the free slot. */
final class LongSet {
  private final long[] slots;
  private final int shift;
  private boolean holdsZero;

  LongSet(int expected) {
    int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(2 * expected));
    this.slots = new long[1 << bits];
    this.shift = Long.SIZE - bits;
  }

  void add(long value) {
    if (value == 0) {
      holdsZero = true;
      return;
    }
    int slot = slot(value);
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = value;
  }

  boolean contains(long value) {
    if (value == 0) {
      return holdsZero;
    }
    int slot = slot(value);
    while (slots[slot] != 0) {
      if (slots[slot] == value) {
        return true;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return false;
  }

  /**
   * The high bits of a product depend on all bits of the value; the shift folds those that the
   * product loses.
   */
  private int slot(long value) {
    return (int) (((value ^ (value >>> 32)) * 0x9E3779B97F4A7C15L) >>> shift);
  }
}
