package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import java.util.function.Supplier;

/** The keys of a chunk's rows. */
public final class KeyChunk {
  private final int rows;
  private final Cells[] columns;
  private final Supplier<long[]> hasher;
  private final int[] missed;
  private long[] hashes;

  /**
   * Keys.
   *
   * @param columns one for each key column, in {@link
   *     io.millrace.kernels.cpu.group.cell.Encoding#KEY} form
   * @param hasher makes a hash for each row, once one is asked for
   * @param missed scratch for the index, an entry for each row and column
   */
  public KeyChunk(int rows, Cells[] columns, Supplier<long[]> hasher, int[] missed) {
    this.rows = rows;
    this.columns = columns;
    this.hasher = hasher;
    this.missed = missed;
  }

  /** How many rows. */
  public int rows() {
    return rows;
  }

  /** The key columns. */
  public Cells[] columns() {
    return columns;
  }

  /** Each row's hash, which its partition is chosen by; the same as {@link KeyIndex#hashes}. */
  public long[] hashes() {
    if (hashes == null) {
      hashes = hasher.get();
    }
    return hashes;
  }

  /** Rows that a look-up lists; scratch otherwise. */
  public int[] missed() {
    return missed;
  }
}
