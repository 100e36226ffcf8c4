package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.cpu.group.cell.Hashes;
import io.millrace.kernels.cpu.group.key.KeyChunk;
import io.millrace.kernels.memory.Raw;

/**
 * One worker's scattered rows of one pane and one layout: for each partition a chain of blocks, the
 * youngest first. A block begins with the address of the one before it. Written by its worker;
 * read, partition by partition, once that has stopped.
 */
final class ScatterBuffer {
  static final int HEADER = Long.BYTES;

  private final RowLayout layout;
  private final BlockPool pool;
  private final PartitionBytes arena;
  private final int rowsPerBlock;
  private final int[] pair;
  private final boolean span;
  private final int spanInput;
  private final long[] cursors;
  private final long[] limits;
  private final int[] blocks;

  ScatterBuffer(RowLayout layout, BlockPool pool, PartitionBytes arena, int partitions) {
    this.layout = layout;
    this.pool = pool;
    this.arena = arena;
    this.rowsPerBlock = (pool.blockBytes() - HEADER) / layout.rowBytes();
    this.pair = WordPair.columns(layout);
    this.span = SpanRow.fits(layout);
    this.spanInput = SpanRow.input(layout);
    this.cursors = new long[partitions];
    this.limits = new long[partitions];
    this.blocks = new int[partitions];
  }

  RowLayout layout() {
    return layout;
  }

  /** Appends rows: those listed in {@code rows}, or the first {@code count} if that is null. */
  void append(
      Cells[] columns,
      KeyChunk keys,
      long[] sequences,
      int[] rows,
      int count,
      long[] addresses,
      int shift) {
    if (pair != null && rows == null) {
      appendPairs(columns[pair[0]], columns[pair[1]], keys, count, shift);
      return;
    }
    if (span) {
      Cells input = spanInput < 0 ? null : columns[spanInput];
      appendSpans(columns[0], input, keys, rows, count, shift);
      return;
    }
    long[] hashes = keys.hashes();
    place(hashes, rows, count, addresses, shift);
    if (layout.hashAt() >= 0) {
      RowWriter.words(hashes, layout.hashAt(), addresses, rows, count);
    }
    for (int c = 0; c < columns.length; c++) {
      RowWriter.write(columns[c], layout.columns().get(c), addresses, rows, count, arena, hashes);
    }
    if (layout.sequenceAt() >= 0) {
      RowWriter.words(sequences, layout.sequenceAt(), addresses, rows, count);
    }
    if (layout.validityAt() >= 0) {
      RowWriter.validity(columns, layout.validityAt(), addresses, rows, count);
    }
  }

  private void appendPairs(Cells first, Cells second, KeyChunk keys, int count, int shift) {
    if (layout.keyColumns() == 1 && first.address() != 0 && second.address() != 0) {
      appendPairs(first.address(), second.address(), count, shift);
    } else {
      appendPairs(first.words(), second.words(), keys.hashes(), count, shift);
    }
  }

  private void appendPairs(long first, long second, int count, int shift) {
    int done = 0;
    while (true) {
      done = WordPair.append(first, second, done, count, shift, cursors, limits);
      if (done == count) {
        return;
      }
      int partition = (int) (Hashes.mix(Raw.getLong(first + (long) done * Long.BYTES)) >>> shift);
      cursors[partition] = addBlock(partition);
    }
  }

  private void appendPairs(long[] first, long[] second, long[] hashes, int count, int shift) {
    int done = 0;
    while (true) {
      done = WordPair.append(hashes, first, second, done, count, shift, cursors, limits);
      if (done == count) {
        return;
      }
      int partition = (int) (hashes[done] >>> shift);
      cursors[partition] = addBlock(partition);
    }
  }

  private void appendSpans(
      Cells key, Cells input, KeyChunk keys, int[] rows, int count, int shift) {
    long[] hashes = keys.hashes();
    int done = 0;
    while (true) {
      done =
          input == null
              ? SpanRow.append(
                  hashes,
                  key.words(),
                  key.tails(),
                  rows,
                  done,
                  count,
                  shift,
                  cursors,
                  limits,
                  arena)
              : SpanRow.append(
                  hashes,
                  key.words(),
                  key.tails(),
                  input.words(),
                  rows,
                  done,
                  count,
                  shift,
                  cursors,
                  limits,
                  arena);
      if (done == count) {
        return;
      }
      int partition = (int) (hashes[rows == null ? done : rows[done]] >>> shift);
      cursors[partition] = addBlock(partition);
    }
  }

  /** Finds the address of each row. */
  private void place(long[] hashes, int[] rows, int count, long[] addresses, int shift) {
    int rowBytes = layout.rowBytes();
    for (int i = 0; i < count; i++) {
      int partition = (int) (hashes[rows == null ? i : rows[i]] >>> shift);
      long at = cursors[partition];
      if (at == limits[partition]) {
        at = addBlock(partition);
      }
      addresses[i] = at;
      cursors[partition] = at + rowBytes;
    }
  }

  private long addBlock(int partition) {
    long block = pool.take();
    Raw.putLong(
        block,
        blocks[partition] == 0
            ? 0
            : limits[partition] - (long) rowsPerBlock * layout.rowBytes() - HEADER);
    blocks[partition]++;
    limits[partition] = block + HEADER + (long) rowsPerBlock * layout.rowBytes();
    return block + HEADER;
  }

  boolean isEmpty(int partition) {
    return blocks[partition] == 0;
  }

  /** Rows of a partition. */
  long rows(int partition) {
    return (long) blocks[partition] * rowsPerBlock
        - (limits[partition] - cursors[partition]) / layout.rowBytes();
  }

  /** Hands the rows of a partition to a reader, block by block, and forgets them. */
  void drain(int partition, RowReader reader) {
    if (blocks[partition] == 0) {
      return;
    }
    long block = limits[partition] - (long) rowsPerBlock * layout.rowBytes() - HEADER;
    int rows = (int) ((cursors[partition] - block - HEADER) / layout.rowBytes());
    while (block != 0) {
      reader.accept(layout, block + HEADER, rows);
      block = Raw.getLong(block);
      rows = rowsPerBlock;
    }
    reader.flush();
    blocks[partition] = 0;
    cursors[partition] = 0;
    limits[partition] = 0;
  }
}
