package io.millrace.ipc.read;

import io.millrace.kernels.memory.Raw;

/**
 * The LZ4 block format: a token with two lengths, literals, and a match further back in the output,
 * over and over. Every length and distance is checked, so hostile input ends in -1 and nothing
 * else.
 */
final class Lz4Block {
  private static final int LEAST_MATCH = 4;
  private static final int LONG_RUN = 15;

  /** A copy by words may write up to this many bytes beyond its end. */
  private static final int WORD = 8;

  private Lz4Block() {}

  /**
   * Decodes one block.
   *
   * @param begin where the output of the whole frame begins; matches may reach back to it
   * @param to where this block's output begins
   * @return where the output ends, or -1 if the block is malformed
   */
  static long decode(long from, long end, long begin, long to, long limit) {
    long in = from;
    long out = to;
    while (in < end) {
      long token = Raw.getByte(in++) & 0xFFL;
      long literals = token >>> 4;
      if (literals == LONG_RUN) {
        long stop = runEnd(in, end);
        literals = stop < 0 ? -1 : literals + run(in, stop);
        in = stop;
      }
      if (literals < 0 || literals > end - in || literals > limit - out) {
        return -1;
      }
      copyLiterals(in, end, out, limit, literals);
      in += literals;
      out += literals;
      if (in == end) {
        return out;
      }
      if (end - in < 2) {
        return -1;
      }
      int distance = Raw.ALL.get(Raw.CHAR, in);
      in += 2;
      long match = token & 15;
      if (match == LONG_RUN) {
        long stop = runEnd(in, end);
        match = stop < 0 ? Long.MAX_VALUE - LEAST_MATCH : match + run(in, stop);
        in = stop;
      }
      match += LEAST_MATCH;
      if (distance == 0 || distance > out - begin || match > limit - out) {
        return -1;
      }
      copyMatch(out, distance, match, limit);
      out += match;
    }
    return -1;
  }

  /** Behind the last byte of a long run's length, or -1. */
  private static long runEnd(long in, long end) {
    long at = in;
    while (at < end) {
      if (Raw.getByte(at++) != -1) {
        return at;
      }
    }
    return -1;
  }

  private static long run(long in, long stop) {
    return (stop - in - 1) * 255 + (Raw.getByte(stop - 1) & 0xFF);
  }

  private static void copyLiterals(long in, long end, long out, long limit, long length) {
    if (length <= 2 * WORD && end - in >= 2 * WORD && limit - out >= 2 * WORD) {
      Raw.putLong(out, Raw.getLong(in));
      Raw.putLong(out + WORD, Raw.getLong(in + WORD));
    } else {
      Raw.copy(in, out, length);
    }
  }

  private static void copyMatch(long out, int distance, long length, long limit) {
    if (distance >= WORD && length <= 64 && limit - out >= length + WORD) {
      for (long i = 0; i < length; i += WORD) {
        Raw.putLong(out + i, Raw.getLong(out + i - distance));
      }
    } else {
      copyGrowing(out, distance, length);
    }
  }

  /** What was copied is itself the pattern to copy next, so the pieces double. */
  private static void copyGrowing(long out, int distance, long length) {
    long source = out - distance;
    for (long done = 0; done < length; ) {
      long piece = Math.min(distance + done, length - done);
      Raw.copy(source, out + done, piece);
      done += piece;
    }
  }
}
