package io.millrace.ipc.read;

import com.github.luben.zstd.Zstd;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.memory.Raw;
import io.millrace.sink.Compression;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Decompresses one buffer.
 *
 * @param names which buffer, for messages
 */
record Decompressor(Scratch scratch, Origin origin, String names) {
  /**
   * Writes exactly {@code length} bytes, which is the capacity that {@code to} has at least, or
   * throws.
   */
  void decompress(Compression compression, Body packed, ArrowBuf to, long length) {
    if (compression == Compression.ZSTD) {
      zstd(packed, to, length);
    } else {
      lz4(packed, to, length);
    }
    scratch.copied(length);
  }

  /**
   * The native code gets a copy of mapped bytes: it could not survive that the file is cut short.
   */
  private void zstd(Body packed, ArrowBuf to, long length) {
    long from = packed.address(0);
    if (packed.mapped()) {
      from = scratch.allocate(packed.length(), packed.at()).memoryAddress();
      Raw.copy(packed.address(0), from, packed.length());
      scratch.copied(packed.length());
    }
    long written = Zstd.decompressUnsafe(to.memoryAddress(), length, from, packed.length());
    if (Zstd.isError(written)) {
      throw wrong(packed, "reason=" + Zstd.getErrorName(written));
    }
    requireAll(packed, written, length);
  }

  private void lz4(Body packed, ArrowBuf to, long length) {
    long written = Lz4Frame.decode(packed.address(0), packed.length(), to.memoryAddress(), length);
    if (written < 0) {
      throw wrong(packed, "reason=not an LZ4 frame of at most the declared length");
    }
    requireAll(packed, written, length);
  }

  private void requireAll(Body packed, long written, long length) {
    if (written != length) {
      throw wrong(packed, "length=" + length + ", decompressed=" + written);
    }
  }

  private RuntimeException wrong(Body packed, String values) {
    return origin.wrong(
        "A compressed buffer must decompress to its length", packed.at(), names + ", " + values);
  }
}
