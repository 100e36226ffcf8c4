package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.memory.Raw;

/**
 * The hash of keys and of approximate distinct counts. Every bit of the result depends on every bit
 * of the value, so any of them may choose a partition or a slot: a lone multiplication would
 * cluster on regular keys.
 *
 * <p>Exported sketches depend on {@link #mix}, {@link #ofSpan} and their constants; {@code
 * docs/state.md} fixes them.
 */
public final class Hashes {
  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xD6E8FEB86659FD93L;

  /** The hash of a null. */
  public static final long NULL = 0x6A09E667F3BCC909L;

  private Hashes() {}

  /** The hash of 64 bits; a bijection. */
  public static long mix(long value) {
    long x = (value ^ (value >>> 32)) * FIRST;
    x = (x ^ (x >>> 29)) * SECOND;
    return x ^ (x >>> 32);
  }

  /** The hash of text or binary. */
  public static long ofSpan(long word, int length) {
    return length <= Spans.INLINE ? mix(word ^ length * SECOND) : ofBytes(word, length);
  }

  private static long ofBytes(long address, int length) {
    long hash = length * SECOND;
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      hash = (hash ^ Raw.getLong(address + i)) * FIRST;
      hash ^= hash >>> 32;
    }
    return mix(hash ^ Raw.getLong(address + last));
  }

  /** Hashes of fixed-width values, nulls not looked at. */
  public static void ofWords(long[] words, int rows, long[] hashes) {
    for (int i = 0; i < rows; i++) {
      hashes[i] = mix(words[i]);
    }
  }

  /**
   * Hashes of text and binary, nulls not looked at. All are first hashed as if they were short,
   * since a branch on lengths that come in no order costs more than the hash; then the long ones,
   * so the hashes must not take the words' place.
   */
  public static void ofSpans(long[] words, int[] lengths, int rows, long[] hashes) {
    for (int from = 0; from < rows; from += Long.SIZE) {
      int end = Math.min(rows, from + Long.SIZE);
      long isLong = 0;
      for (int i = from; i < end; i++) {
        hashes[i] = mix(words[i] ^ lengths[i] * SECOND);
        isLong |= (long) ((Spans.INLINE - lengths[i]) >>> (Integer.SIZE - 1)) << i;
      }
      for (; isLong != 0; isLong &= isLong - 1) {
        int i = from + Long.numberOfTrailingZeros(isLong);
        hashes[i] = ofBytes(words[i], lengths[i]);
      }
    }
  }

  /** Hashes of one column, nulls all alike. */
  public static void of(Cells cells, int rows, long[] hashes) {
    if (cells.lengths() == null) {
      ofWords(cells.words(), rows, hashes);
    } else {
      ofSpans(cells.words(), cells.lengths(), rows, hashes);
    }
    if (cells.mayHaveNulls()) {
      for (int i = 0; i < rows; i++) {
        hashes[i] = Cells.bit(cells.validity(), i) != 0 ? hashes[i] : NULL;
      }
    }
  }

  /** Mixes the hashes of a further column into those of the columns before it. */
  public static void combine(long[] hashes, long[] further, int rows) {
    for (int i = 0; i < rows; i++) {
      hashes[i] = mix(Long.rotateLeft(hashes[i], 23) ^ further[i]);
    }
  }
}
