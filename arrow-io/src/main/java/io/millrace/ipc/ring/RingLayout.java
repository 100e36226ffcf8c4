package io.millrace.ipc.ring;

import io.millrace.error.DataException;

/**
 * Where things lie in a segment.
 *
 * @param slots how many
 * @param slotBytes capacity of each
 */
record RingLayout(int slots, long slotBytes) {
  /** {@code MILLRING} as a little-endian number. */
  static final long MAGIC = 0x474E49524C4C494DL;

  static final int VERSION = 1;
  static final int PAGE = 4096;

  static final int VERSION_AT = 8;
  static final int SLOTS_AT = 12;
  static final int SLOT_BYTES_AT = 16;
  static final int DATA_AT = 24;
  static final int SEGMENT_BYTES_AT = 32;
  static final int TOKEN_AT = 40;

  private static final int ENTRY = 64;
  private static final int FEWEST = 2;
  private static final int MOST = 1024;
  private static final long LARGEST = 1L << 40;

  RingLayout {
    boolean fits = slots >= FEWEST && slots <= MOST && slotBytes >= PAGE && slotBytes <= LARGEST;
    if (!fits || slotBytes % PAGE != 0) {
      throw new DataException(
          "A ring has 2 to 1024 slots, of a multiple of 4096 bytes each: slots="
              + slots
              + ", slotBytes="
              + slotBytes
              + ".");
    }
  }

  /** So many slots that share so many bytes. */
  static RingLayout sharing(int slots, long bytes) {
    long each = Math.max(1, bytes / slots + PAGE - 1) / PAGE * PAGE;
    return new RingLayout(slots, Math.max(PAGE, each));
  }

  /** Where the first slot begins. */
  long dataOffset() {
    return (PAGE + (long) slots * ENTRY + PAGE - 1) / PAGE * PAGE;
  }

  /** Bytes of the whole segment. */
  long segmentBytes() {
    return dataOffset() + slots * slotBytes;
  }

  /** Where a slot's payload begins. */
  long slot(int index) {
    return dataOffset() + index * slotBytes;
  }

  /** Where a slot's entry in the table is: its sequence word, then its length. */
  long entry(int index) {
    return PAGE + (long) index * ENTRY;
  }
}
