package io.millrace.ipc.write;

import com.github.luben.zstd.Zstd;
import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.sink.Compression;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Compresses one buffer into memory, as Arrow stores it: the length when decompressed, then the
 * compressed bytes; or -1, then the bytes as they are, where compression gains nothing.
 */
final class Compressor {
  private static final int ZSTD_LEVEL = 1;
  private static final long LEFT_AS_IT_IS = -1;

  private Compressor() {}

  /** Bytes that the result may need at most. */
  static long bound(Compression compression, long length) {
    long packed =
        compression == Compression.ZSTD ? Zstd.compressBound(length) : Lz4FrameWriter.bound(length);
    return Long.BYTES + Math.max(length, packed);
  }

  /**
   * Compresses; returns the bytes written.
   *
   * @param to of {@link #bound} bytes
   */
  static long compress(Compression compression, long from, long length, ArrowBuf to) {
    long target = to.memoryAddress() + Long.BYTES;
    long room = to.capacity() - Long.BYTES;
    long packed =
        compression == Compression.ZSTD
            ? zstd(from, length, target, room)
            : Lz4FrameWriter.write(from, length, target);
    boolean gains = packed < length;
    Raw.putLong(to.memoryAddress(), gains ? length : LEFT_AS_IT_IS);
    if (!gains) {
      Raw.copy(from, target, length);
    }
    return Long.BYTES + (gains ? packed : length);
  }

  private static long zstd(long from, long length, long to, long room) {
    long packed = Zstd.compressUnsafe(to, room, from, length, ZSTD_LEVEL);
    if (Zstd.isError(packed)) {
      throw new InternalException(
          "Memory of the bound's size must take what is compressed: length="
              + length
              + ", room="
              + room
              + ", error="
              + Zstd.getErrorName(packed)
              + ".");
    }
    return packed;
  }
}
