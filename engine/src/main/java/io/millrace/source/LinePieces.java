package io.millrace.source;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.memory.Raw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Cuts a long stretch of text into lines on several threads: pieces that end with lines, each of
 * about one batch, cut by a builder of its own. What comes out is what one builder would make of
 * it, but for where batches end.
 */
final class LinePieces {
  /** What a piece has at least; a batch's bytes, with room for a line that reaches beyond. */
  static final int PIECE_BYTES = LineBuilder.BATCH_BYTES - (64 << 10);

  /** Below this, pieces are too few to share out. */
  static final int LEAST_BYTES = 4 * PIECE_BYTES;

  /**
   * Lines, owned by whoever holds this.
   *
   * @param bytes of text, without the lines' ends
   */
  record Cut(List<Batch> batches, long bytes, long rowsReplaced) {}

  private LinePieces() {}

  /**
   * Cuts text that begins and ends with lines.
   *
   * @param builders makes an empty builder for text that begins so many bytes after {@code address}
   */
  static Cut cut(long address, long length, LongFunction<LineBuilder> builders, Parallel parallel) {
    long[] begins = begins(address, length);
    Cut[] cuts = new Cut[begins.length - 1];
    Throwable[] failures = new Throwable[cuts.length];
    parallel.forEach(
        cuts.length,
        i -> {
          try (LineBuilder builder = builders.apply(begins[i])) {
            cuts[i] = piece(address + begins[i], begins[i + 1] - begins[i], builder);
          } catch (Throwable e) {
            // one that is thrown would end the others, of which an earlier one may fail, too
            failures[i] = e;
          }
        });
    List<Batch> batches = new ArrayList<>();
    long bytes = 0;
    long replaced = 0;
    for (Cut cut : cuts) {
      if (cut != null) {
        batches.addAll(cut.batches());
        bytes += cut.bytes();
        replaced += cut.rowsReplaced();
      }
    }
    throwFirst(failures, batches);
    return new Cut(batches, bytes, replaced);
  }

  /** The failure of the earliest piece, as one thread would have met it. */
  private static void throwFirst(Throwable[] failures, List<Batch> batches) {
    for (Throwable failure : failures) {
      switch (failure) {
        case null -> {}
        case RuntimeException e -> {
          batches.forEach(Batch::close);
          throw e;
        }
        case Error e -> {
          batches.forEach(Batch::close);
          throw e;
        }
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }

  /** Where pieces begin, and the end; each piece begins with a line. */
  private static long[] begins(long address, long length) {
    long[] begins = new long[(int) Math.ceilDiv(length, PIECE_BYTES) + 1];
    int count = 1;
    for (long at = PIECE_BYTES; at < length; at = begins[count - 1] + PIECE_BYTES) {
      begins[count++] = afterNewline(address, at, length);
    }
    if (begins[count - 1] < length) {
      begins[count++] = length;
    }
    return Arrays.copyOf(begins, count);
  }

  /** The place after the first newline from {@code from} on; {@code length} if there is none. */
  static long afterNewline(long address, long from, long length) {
    for (long at = from; at < length; at++) {
      if (Raw.getByte(address + at) == '\n') {
        return at + 1;
      }
    }
    return length;
  }

  private static Cut piece(long address, long length, LineBuilder builder) {
    List<Batch> batches = new ArrayList<>();
    long bytes = 0;
    try {
      builder.expect(length);
      for (long at = 0; at < length; ) {
        long some = Math.min(length - at, LineBuilder.PIECE_BYTES);
        at += builder.append(address + at, some, Integer.MAX_VALUE);
        if (builder.isFull() || at == length) {
          bytes += builder.bytes() - builder.openBytes();
          batches.add(builder.take());
        }
      }
      return new Cut(batches, bytes, builder.rowsReplaced());
    } catch (Throwable e) {
      batches.forEach(Batch::close);
      throw e;
    }
  }
}
