package io.millrace.ipc.write;

import io.millrace.kernels.memory.Raw;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Writes LZ4 frames: independent blocks of at most 4 MiB, no checksums. A block that does not
 * shrink is stored.
 */
final class Lz4FrameWriter {
  private static final int MAGIC = 0x184D2204;

  /** Version 1, blocks independent; blocks of up to 4 MiB; the checksum of these two bytes. */
  private static final byte[] DESCRIPTOR = {0x60, 0x70, 0x73};

  private static final int BLOCK = 4 << 20;
  private static final int STORED = 0x80000000;
  private static final int OVERHEAD = 4 + DESCRIPTOR.length + 4;

  private Lz4FrameWriter() {}

  /** Bytes that a frame may need at most. */
  static long bound(long length) {
    long blocks = (length + BLOCK - 1) / BLOCK;
    return OVERHEAD + blocks * (4 + compressor().maxCompressedLength(BLOCK));
  }

  private static LZ4Compressor compressor() {
    return LZ4Factory.fastestInstance().fastCompressor();
  }

  /**
   * Writes a frame; returns its length.
   *
   * @param to where there is room for {@link #bound} bytes
   */
  static long write(long from, long length, long to) {
    LZ4Compressor compressor = compressor();
    Raw.putInt(to, MAGIC);
    Raw.copy(DESCRIPTOR, 0, to + 4, DESCRIPTOR.length);
    long out = to + 4 + DESCRIPTOR.length;
    for (long at = 0; at < length; at += BLOCK) {
      int block = (int) Math.min(BLOCK, length - at);
      int most = compressor.maxCompressedLength(block);
      int packed =
          compressor.compress(buffer(from + at, block), 0, block, buffer(out + 4, most), 0, most);
      if (packed >= block) {
        Raw.copy(from + at, out + 4, block);
      }
      Raw.putInt(out, packed < block ? packed : block | STORED);
      out += 4 + Math.min(packed, block);
    }
    Raw.putInt(out, 0);
    return out + 4 - to;
  }

  private static ByteBuffer buffer(long address, int length) {
    return Raw.ALL.asSlice(address, length).asByteBuffer();
  }
}
