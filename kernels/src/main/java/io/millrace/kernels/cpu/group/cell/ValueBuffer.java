package io.millrace.kernels.cpu.group.cell;

import java.util.Arrays;

/**
 * Values on their way out of a group table, one column, up to {@link Cells#CHUNK} rows: 64 bits a
 * row (doubles as their bits), or {@linkplain Spans spans}. Writers of it call {@link #begin}
 * first.
 */
public final class ValueBuffer {
  private final long[] words = new long[Cells.CHUNK];
  private final long[] tails = new long[Cells.CHUNK];
  private final long[] validity = new long[Cells.words(Cells.CHUNK)];
  private boolean nulls;
  private boolean spans;

  /** Begins a chunk in which every row has a value. */
  public ValueBuffer begin() {
    nulls = false;
    spans = false;
    return this;
  }

  /** Begins a chunk of text or binary. */
  public ValueBuffer beginSpans() {
    nulls = false;
    spans = true;
    return this;
  }

  /** Where the words go, or the heads of spans. */
  public long[] words() {
    return words;
  }

  /** Where the tails of spans go. */
  public long[] tails() {
    return tails;
  }

  /** Makes a row null. */
  public void setNull(int row) {
    if (!nulls) {
      Arrays.fill(validity, -1L);
      nulls = true;
    }
    validity[row >> 6] &= ~(1L << row);
    words[row] = 0;
    tails[row] = Spans.NULL;
  }

  /** The chunk as cells, until the next {@code begin}. */
  public Cells cells() {
    return Cells.ofSpans(words, spans ? tails : null, nulls ? validity : null);
  }
}
