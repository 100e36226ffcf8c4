package io.millrace.kernels.cpu.group.scatter;

import io.millrace.kernels.cpu.group.cell.Cells;
import io.millrace.kernels.memory.Raw;

/**
 * Brings scattered rows back into columns, a chunk at a time. One for each worker; {@link #flush}
 * hands a chunk on.
 */
public final class RowReader {
  /** Who takes the chunks. */
  public interface Sink {
    /**
     * One chunk, whose arrays are valid during the call.
     *
     * @param hashes null if the layout has none
     * @param sequences null if the layout has none
     */
    void accept(Cells[] keys, Cells[] inputs, long[] hashes, long[] sequences, int rows);
  }

  private final Sink sink;
  private RowLayout layout;
  private int[] pair;
  private int spanInput = -1;
  private int rows;
  private long[][] words = new long[0][];
  private double[][] doubles = new double[0][];
  private long[][] tails = new long[0][];
  private long[][] validity = new long[0][];
  private long[] hashes;
  private long[] sequences;

  /** A reader that hands its chunks to {@code sink}. */
  public RowReader(Sink sink) {
    this.sink = sink;
  }

  /** Takes in {@code count} rows that lie one after another. */
  void accept(RowLayout from, long address, int count) {
    prepare(from);
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, Cells.CHUNK - rows);
      copy(address + (long) done * layout.rowBytes(), part);
      rows += part;
      done += part;
      if (rows == Cells.CHUNK) {
        flush();
      }
    }
  }

  private void prepare(RowLayout from) {
    if (layout == from) {
      return;
    }
    flush();
    layout = from;
    pair = WordPair.columns(layout);
    spanInput = SpanRow.fits(layout) ? SpanRow.input(layout) : -1;
    int columns = layout.columns().size();
    words = new long[columns][];
    doubles = new double[columns][];
    tails = new long[columns][];
    validity = new long[columns][];
    for (int c = 0; c < columns; c++) {
      switch (layout.columns().get(c).shape()) {
        case NOTHING -> {}
        case WORD -> words[c] = new long[Cells.CHUNK];
        case DOUBLE -> doubles[c] = new double[Cells.CHUNK];
        case SPAN -> {
          words[c] = new long[Cells.CHUNK];
          tails[c] = new long[Cells.CHUNK];
        }
      }
      validity[c] = layout.validityAt() < 0 ? null : new long[Cells.words(Cells.CHUNK)];
    }
    hashes = layout.hashAt() < 0 ? null : new long[Cells.CHUNK];
    sequences = layout.sequenceAt() < 0 ? null : new long[Cells.CHUNK];
  }

  private void copy(long address, int count) {
    if (pair != null) {
      WordPair.read(address, words[pair[0]], words[pair[1]], rows, count);
      return;
    }
    if (spanInput >= 0) {
      SpanRow.read(address, words[0], tails[0], words[spanInput], rows, count);
      return;
    }
    int stride = layout.rowBytes();
    for (int c = 0; c < words.length; c++) {
      RowLayout.Slot slot = layout.columns().get(c);
      switch (slot.shape()) {
        case NOTHING -> {}
        case WORD -> words(address + slot.at(), stride, words[c], rows, count);
        case DOUBLE -> doubles(address + slot.at(), stride, doubles[c], rows, count);
        case SPAN -> {
          words(address + slot.at(), stride, words[c], rows, count);
          words(address + slot.at() + Long.BYTES, stride, tails[c], rows, count);
        }
      }
      if (validity[c] != null) {
        bits(address + layout.validityAt() + (c >> 6) * 8L, stride, c, validity[c], rows, count);
      }
    }
    if (hashes != null) {
      words(address + layout.hashAt(), stride, hashes, rows, count);
    }
    if (sequences != null) {
      words(address + layout.sequenceAt(), stride, sequences, rows, count);
    }
  }

  private static void words(long address, int stride, long[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = Raw.getLong(address + (long) i * stride);
    }
  }

  private static void doubles(long address, int stride, double[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = Double.longBitsToDouble(Raw.getLong(address + (long) i * stride));
    }
  }

  private static void bits(long address, int stride, int column, long[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      int row = at + i;
      long bit = Raw.getLong(address + (long) i * stride) >>> column & 1;
      to[row >> 6] = (to[row >> 6] & ~(1L << row)) | (bit << row);
    }
  }

  /** Hands on what is there. */
  void flush() {
    if (rows == 0) {
      return;
    }
    int count = rows;
    rows = 0;
    sink.accept(
        cells(0, layout.keyColumns(), count),
        cells(layout.keyColumns(), words.length, count),
        hashes,
        sequences,
        count);
  }

  private Cells[] cells(int from, int to, int count) {
    Cells[] cells = new Cells[to - from];
    for (int c = from; c < to; c++) {
      long[] valid = validity[c] != null && anyNull(validity[c], count) ? validity[c] : null;
      cells[c - from] =
          doubles[c] != null
              ? Cells.ofDoubles(doubles[c], valid)
              : Cells.ofSpans(words[c], tails[c], valid);
    }
    return cells;
  }

  private static boolean anyNull(long[] validity, int count) {
    int valid = 0;
    for (int at = 0; at < count; at += Long.SIZE) {
      int left = count - at;
      long mask = left >= Long.SIZE ? -1L : (1L << left) - 1;
      valid += Long.bitCount(validity[at >> 6] & mask);
    }
    return valid < count;
  }
}
