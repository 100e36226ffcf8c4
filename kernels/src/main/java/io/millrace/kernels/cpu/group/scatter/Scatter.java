package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Encoding;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's scattered rows: by pane, then by partition of the key's hash, so that each partition
 * is grouped in cache later on. The owner closes it.
 */
public final class Scatter implements AutoCloseable {
  private final RowLayout plain;
  private final RowLayout nullable;
  private final int partitionBits;
  private final BlockPool pool;
  private final PartitionBytes arena;
  private final Map<Long, Buffers> panes = new HashMap<>();
  private long[] addresses = new long[0];
  private long rowBytes;

  /**
   * Rows of one pane: those of chunks without nulls apart from the others, which need validity
   * bits.
   */
  private record Buffers(ScatterBuffer plain, ScatterBuffer nullable) {}

  /**
   * No rows yet.
   *
   * @param inputs the type of each aggregate's input, null where there is none
   * @param encodings the form of each aggregate's input
   * @param sequence whether rows carry their sequence
   */
  public Scatter(
      List<DataType> keys,
      List<DataType> inputs,
      Encoding[] encodings,
      boolean sequence,
      int partitionBits,
      int blockBytes,
      BufferAllocator allocator) {
    this.plain = RowLayout.of(keys, inputs, encodings, sequence, false);
    this.nullable = RowLayout.of(keys, inputs, encodings, sequence, true);
    this.partitionBits = partitionBits;
    this.pool =
        new BlockPool(allocator, Math.max(blockBytes, ScatterBuffer.HEADER + nullable.rowBytes()));
    this.arena = new PartitionBytes(allocator, partitionBits);
  }

  /**
   * Appends rows: those listed in {@code rows}, or the first {@code count} if that is null.
   *
   * @param columns the keys, then the inputs; null for inputs that are not there
   * @param keys the keys again, for their hashes
   */
  public void append(
      long pane, Cells[] columns, KeyChunk keys, long[] sequences, int[] rows, int count) {
    if (addresses.length < count) {
      addresses = new long[Math.max(count, Cells.CHUNK)];
    }
    Buffers buffers =
        panes.computeIfAbsent(pane, _ -> new Buffers(buffer(plain), buffer(nullable)));
    ScatterBuffer buffer = mayHaveNulls(columns) ? buffers.nullable : buffers.plain;
    buffer.append(columns, keys, sequences, rows, count, addresses, Long.SIZE - partitionBits);
    rowBytes += (long) count * buffer.layout().rowBytes();
  }

  private ScatterBuffer buffer(RowLayout layout) {
    return new ScatterBuffer(layout, pool, arena, 1 << partitionBits);
  }

  private static boolean mayHaveNulls(Cells[] columns) {
    for (Cells column : columns) {
      if (column != null && column.mayHaveNulls()) {
        return true;
      }
    }
    return false;
  }

  /** Panes that rows were scattered for. */
  public Set<Long> panes() {
    return panes.keySet();
  }

  /** Rows of a pane's partition. */
  public long rows(long pane, int partition) {
    Buffers buffers = panes.get(pane);
    return buffers == null ? 0 : buffers.plain.rows(partition) + buffers.nullable.rows(partition);
  }

  /**
   * Hands the rows of a pane's partition to a reader. Different partitions may be drained at the
   * same time.
   */
  public void drain(long pane, int partition, RowReader reader) {
    Buffers buffers = panes.get(pane);
    if (buffers != null) {
      buffers.plain.drain(partition, reader);
      buffers.nullable.drain(partition, reader);
    }
  }

  /** Takes the memory of all rows back; they must have been drained. */
  public void reset() {
    panes.clear();
    pool.reset();
    arena.clear();
    rowBytes = 0;
  }

  /** Bytes of the rows that wait, long text aside. */
  public long rowBytes() {
    return rowBytes;
  }

  /** Memory that the rows that wait have taken. */
  public long pending() {
    return pool.used() + arena.bytes();
  }

  /** Bytes held. */
  public long bytes() {
    return pool.bytes() + arena.bytes() + addresses.length * 8L;
  }

  @Override
  public void close() {
    panes.clear();
    pool.close();
    arena.close();
  }
}
