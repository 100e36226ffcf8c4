package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;

/**
 * The sizes at which a group table changes how it works. Results never depend on them.
 *
 * @param localGroups keys in one worker's own table beyond which its rows are scattered to
 *     partitions instead
 * @param localEntries panes times keys in that table beyond which it is flushed into the panes
 * @param splitGroups groups of a pane beyond which it is split into partitions
 * @param partitionBits logarithm of the number of partitions
 * @param scatterBytes scattered rows of one worker, in bytes, beyond which it groups them before
 *     the seal, or the bytes of the groups that they go to if those are more: few rows are still in
 *     cache when they are read back, but too few are not worth bringing the groups there
 * @param scatterLimit memory for such rows, in bytes, beyond which they are grouped in any case
 * @param blockBytes bytes of one block of scattered rows
 * @param parallelRows groups or rows of work below which one thread does it alone
 * @param resultRows rows of one result batch
 */
record Tuning(
    int localGroups,
    int localEntries,
    int splitGroups,
    int partitionBits,
    long scatterBytes,
    long scatterLimit,
    int blockBytes,
    int parallelRows,
    int resultRows) {

  /** What was found best on two cores with 512 KiB of second-level cache each. */
  static final Tuning DEFAULT =
      new Tuning(
          16 << 10,
          64 << 10,
          64 << 10,
          9,
          8L << 20,
          256L << 20,
          4 << 10,
          16 * Cells.CHUNK,
          128 << 10);

  int partitions() {
    return 1 << partitionBits;
  }

  int partition(long hash) {
    return (int) (hash >>> (Long.SIZE - partitionBits));
  }
}
