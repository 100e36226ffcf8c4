package io.millrace.kernels.cpu.group.key;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoder;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.cpu.group.cell.ValueBuffer;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.types.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Makes key chunks, in scratch memory that lasts until the next one is made. One for each worker.
 */
public final class KeyChunks {
  private final Encoder[] encoders;
  private final ValueBuffer[] buffers;
  private long[] hashes = new long[0];
  private long[] columnHashes = new long[0];
  private int[] missed = new int[0];

  /** For key columns of the given types. */
  public KeyChunks(List<DataType> types) {
    this.encoders = types.stream().map(type -> new Encoder(Encoding.KEY)).toArray(Encoder[]::new);
    this.buffers = new ValueBuffer[types.size()];
  }

  /** The keys in vectors of a chunk. */
  public KeyChunk of(CpuVec[] keys, int rows) {
    Cells[] columns = new Cells[encoders.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = encoders[c].encode(keys[c]);
    }
    return of(columns, rows);
  }

  /** The keys in cells. */
  public KeyChunk of(Cells[] columns, int rows) {
    reserve(rows);
    return new KeyChunk(rows, columns, () -> hash(columns, rows), missed);
  }

  /** The keys in cells, with their hashes if these are known, else null. */
  public KeyChunk of(Cells[] columns, int rows, long[] known) {
    reserve(rows);
    return known == null ? of(columns, rows) : new KeyChunk(rows, columns, () -> known, missed);
  }

  /**
   * The keys of {@code count} groups of an index, listed from {@code at}; at most {@link
   * Cells#CHUNK}.
   */
  public KeyChunk of(KeyIndex index, int[] groups, int at, int count) {
    reserve(count);
    Cells[] columns = new Cells[encoders.length];
    for (int c = 0; c < columns.length; c++) {
      if (buffers[c] == null) {
        buffers[c] = new ValueBuffer();
      }
      index.read(c, groups, at, count, buffers[c]);
      columns[c] = buffers[c].cells();
    }
    return new KeyChunk(
        count,
        columns,
        () -> {
          index.hashes(groups, at, count, hashes);
          return hashes;
        },
        missed);
  }

  private long[] hash(Cells[] columns, int rows) {
    if (columns.length == 0) {
      Arrays.fill(hashes, 0, rows, 0);
      return hashes;
    }
    Hashes.of(columns[0], rows, hashes);
    for (int c = 1; c < columns.length; c++) {
      Hashes.of(columns[c], rows, columnHashes);
      Hashes.combine(hashes, columnHashes, rows);
    }
    return hashes;
  }

  private void reserve(int rows) {
    if (hashes.length < rows) {
      int length = Math.max(rows, Cells.CHUNK);
      hashes = new long[length];
      columnHashes = new long[length];
      missed = new int[length * Math.max(1, encoders.length)];
    }
  }
}
