package io.millrace.kernels.cpu.group.cell;

import io.millrace.kernels.memory.Raw;

/**
 * The hash of keys and of approximate distinct counts. Every bit of the result depends on every bit
 * of the value, so any of them may choose a partition or a slot: a lone multiplication would
 * cluster on regular keys.
 *
 * <p>Exported sketches depend on {@link #mix}, {@link #sketch(long, long)} and their constants;
 * {@code docs/state.md} fixes them.
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

  /** The hash of a text or binary key, or of its being null. */
  public static long ofSpan(long head, long tail) {
    return Spans.isLong(tail) ? ofBytes(head, Spans.length(tail)) : fold(head, tail);
  }

  /** Both words in one product, its halves laid over one another. */
  private static long fold(long head, long tail) {
    long a = head ^ FIRST;
    long b = tail ^ SECOND;
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
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

  /** Hashes of text and binary keys, null being a value like others. */
  public static void ofSpans(long[] heads, long[] tails, int rows, long[] hashes) {
    long marks = 0;
    for (int i = 0; i < rows; i++) {
      hashes[i] = fold(heads[i], tails[i]);
      marks |= tails[i];
    }
    if (Spans.isAnyLong(marks)) {
      for (int i = 0; i < rows; i++) {
        hashes[i] = ofSpan(heads[i], tails[i]);
      }
    }
  }

  /** Hashes of text and binary for distinct counts, nulls not looked at. */
  public static void sketch(long[] heads, long[] tails, int rows, long[] hashes) {
    for (int i = 0; i < rows; i++) {
      hashes[i] = sketch(heads[i], tails[i]);
    }
  }

  /** The hash of text or binary for distinct counts. */
  static long sketch(long head, long tail) {
    int length = Spans.length(tail);
    if (length <= Long.BYTES) {
      return mix(head ^ (length * SECOND));
    }
    if (length > Spans.INLINE) {
      return ofBytes(head, length);
    }
    long hash = ((length * SECOND) ^ head) * FIRST;
    return mix(hash ^ (hash >>> 32) ^ Spans.lastWord(head, tail, length));
  }

  /** Hashes of one column, nulls all alike. */
  public static void of(Cells cells, int rows, long[] hashes) {
    if (cells.tails() != null) {
      ofSpans(cells.words(), cells.tails(), rows, hashes);
      return;
    }
    ofWords(cells.words(), rows, hashes);
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
