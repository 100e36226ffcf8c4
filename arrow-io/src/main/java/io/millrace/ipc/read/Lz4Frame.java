package io.millrace.ipc.read;

import io.millrace.kernels.memory.Raw;

/**
 * One LZ4 frame. Its blocks may refer back to earlier ones, as those of Arrow's C++ writer do: the
 * output lies in one piece, so that costs nothing. Checksums are skipped, not verified: frames
 * guard against no one.
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION_MASK = 0b1100_0000;
  private static final int VERSION = 0b0100_0000;
  private static final int BLOCK_CHECKSUM = 0b0001_0000;
  private static final int CONTENT_SIZE = 0b0000_1000;
  private static final int CONTENT_CHECKSUM = 0b0000_0100;
  private static final int DICTIONARY = 0b0000_0001;
  private static final int SHORTEST = 7;

  private Lz4Frame() {}

  /**
   * Decodes a frame that takes up all of the input; returns the bytes written, or -1 if it is
   * malformed.
   */
  static long decode(long from, long length, long to, long capacity) {
    if (length < SHORTEST || Raw.getInt(from) != MAGIC) {
      return -1;
    }
    int flags = Raw.getByte(from + 4);
    if ((flags & VERSION_MASK) != VERSION || (flags & DICTIONARY) != 0) {
      return -1;
    }
    int header = SHORTEST + ((flags & CONTENT_SIZE) != 0 ? 8 : 0);
    return length < header ? -1 : blocks(from + header, from + length, flags, to, capacity);
  }

  private static long blocks(long from, long end, int flags, long to, long capacity) {
    int blockTrailer = (flags & BLOCK_CHECKSUM) != 0 ? 4 : 0;
    int frameTrailer = (flags & CONTENT_CHECKSUM) != 0 ? 4 : 0;
    long in = from;
    long out = to;
    while (end - in >= 4) {
      int word = Raw.getInt(in);
      long size = word & 0x7FFFFFFFL;
      in += 4;
      if (word == 0) {
        return end - in == frameTrailer ? out - to : -1;
      }
      if (size > end - in - blockTrailer) {
        return -1;
      }
      out =
          word < 0
              ? stored(in, size, out, to + capacity)
              : Lz4Block.decode(in, in + size, to, out, to + capacity);
      if (out < 0) {
        return -1;
      }
      in += size + blockTrailer;
    }
    return -1;
  }

  private static long stored(long in, long size, long out, long end) {
    if (size > end - out) {
      return -1;
    }
    Raw.copy(in, out, size);
    return out + size;
  }
}
