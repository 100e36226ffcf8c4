package io.millrace.cuda.group;

import io.millrace.cuda.device.CudaDevice;

/**
 * Whether the rows of a batch are put in the order of a table's parts, which are stretches of its
 * slots, and whether the groups of a part have numbers that lie together.
 */
final class TableParts {
  /** Rows are ordered where a table is so many times as large as the device's cache. */
  private static final int CACHES = 4;

  /** And where groups have so many rows each: else there is little that they could share. */
  private static final int ROWS_A_GROUP = 2;

  /**
   * Parts for each cacheful of a table: groups of a part need not lie side by side, and where each
   * has a 32-byte sector to itself, it takes four times its bytes.
   */
  private static final int PARTS_A_CACHE = 4;

  private final long cache;

  /** How many groups have numbers in about the order of their slots. */
  private int sorted;

  /** Of how many slots; those of one are apart where there are twice as many. */
  private int slots;

  /** Of a table without groups. */
  TableParts(CudaDevice device) {
    this.cache = Math.max(1, device.cacheBytes());
  }

  /**
   * Into how many parts to order rows, a power of two; 1 where that would not pay.
   *
   * @param bytes of the table
   * @param groups how many it has
   */
  int count(long bytes, int groups, Rows rows) {
    boolean few = groups == 0 || bytes / CACHES < cache;
    if (few || rows.count() / ROWS_A_GROUP < groups) {
      return 1;
    }
    long parts = bytes / cache * PARTS_A_CACHE;
    return (int) Math.min(RowOrder.MOST_PARTS, Long.highestOneBit(parts - 1) * 2);
  }

  /** Whether the numbers of most groups are in another order than the slots, of so many. */
  boolean areMixed(int groups, int slots) {
    return sorted < groups / 2 || this.slots != slots;
  }

  /** All groups were numbered anew in the order of the slots. */
  void sorted(int groups, int slots) {
    this.sorted = groups;
    this.slots = slots;
  }

  /** Rows have added groups, and were in the order of the parts or not. */
  void added(int groups, boolean ordered) {
    sorted += ordered ? groups : 0;
  }

  /** So many groups were kept, in the order that they had. */
  void kept(int groups) {
    sorted = Math.min(sorted, groups);
  }
}
