package io.millrace.kernels.cpu.group;

import io.millrace.kernels.cpu.group.cell.Cells;

/**
 * Whether rows still find their keys in a worker's own table once that is full and others go to
 * partitions. With skewed keys most do, since the frequent ones came early; with even keys few do,
 * and looking would be for nothing.
 */
final class Skew {
  private static final int TRIAL_ROWS = 16 * Cells.CHUNK;

  private long rows;
  private long absent;

  /** Whether to look the next rows up: for a while in any case, then if half were there. */
  boolean pays() {
    return rows < TRIAL_ROWS || absent * 2 <= rows;
  }

  /** Learns from a chunk of which some rows were not there. */
  void observe(int chunkRows, int absentRows) {
    rows += chunkRows;
    absent += absentRows;
  }

  void reset() {
    rows = 0;
    absent = 0;
  }
}
