package io.millrace.ipc.read;

import io.millrace.ipc.format.Framing;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.memory.Raw;
import io.millrace.sink.Compression;
import org.apache.arrow.memory.ArrowBuf;

/**
 * The buffers of a message's body, taken one after the other, each checked before it is handed out.
 */
final class BodyBuffers {
  private final Message.Records records;
  private final Body body;
  private final Scratch scratch;
  private final Origin origin;
  private int next;

  BodyBuffers(Message.Records records, Body body, Scratch scratch, Origin origin) {
    this.records = records;
    this.body = body;
    this.scratch = scratch;
    this.origin = origin;
  }

  /** Where in the input the buffer begins that will be taken next. */
  long at() {
    return body.at() + records.bufferOffset(next);
  }

  /** Whether the buffer that will be taken next has no bytes. */
  boolean isEmpty() {
    return records.bufferLength(next) == 0;
  }

  /**
   * The next buffer, cut to what is needed of it; decompressed if the body is compressed. Not
   * retained.
   *
   * @param need bytes that the column's rows need, from 0
   */
  ArrowBuf take(String column, String name, long need) {
    long offset = records.bufferOffset(next);
    long length = records.bufferLength(next);
    requireInside(column, name, offset, length);
    boolean compressed = records.compression() != Compression.NONE && length > 0;
    ArrowBuf buffer =
        compressed ? decompressed(column, name, need) : plain(column, name, offset, length, need);
    next++;
    return buffer;
  }

  private void requireInside(String column, String name, long offset, long length) {
    boolean inside =
        offset >= 0 && length >= 0 && length <= body.length() && offset <= body.length() - length;
    if (!inside || offset % Framing.REQUIRED_ALIGNMENT != 0) {
      throw origin.wrong(
          "A buffer must lie within its message's body, on a multiple of 8",
          body.at(),
          names(column, name)
              + ", offset="
              + offset
              + ", length="
              + length
              + ", body="
              + body.length());
    }
  }

  private ArrowBuf plain(String column, String name, long offset, long length, long need) {
    if (length < need) {
      throw tooShort(column, name, length, need);
    }
    return body.slice(offset, need);
  }

  private RuntimeException tooShort(String column, String name, long length, long need) {
    return origin.wrong(
        "A buffer must hold its column's rows",
        at(),
        names(column, name) + ", bytes=" + length + ", needed=" + need);
  }

  private static String names(String column, String name) {
    return "column=" + column + ", buffer=" + name;
  }

  /**
   * A compressed buffer begins with its length when decompressed, or with -1 if it was left as it
   * is.
   */
  private ArrowBuf decompressed(String column, String name, long need) {
    long offset = records.bufferOffset(next);
    long length = records.bufferLength(next);
    if (length < Long.BYTES) {
      throw tooShort(column, name, length, Long.BYTES);
    }
    long declared = Raw.getLong(body.address(offset));
    if (declared == -1) {
      return plain(column, name, offset + Long.BYTES, length - Long.BYTES, need);
    }
    if (declared < need || declared > Framing.align(need) + Framing.ALIGNMENT) {
      throw origin.wrong(
          "A compressed buffer's length is what its column's rows need",
          at(),
          names(column, name) + ", length=" + declared + ", needed=" + need);
    }
    ArrowBuf buffer = scratch.allocate(declared, at());
    Body packed =
        new Body(
            body.buffer(),
            body.start() + offset + Long.BYTES,
            length - Long.BYTES,
            at() + Long.BYTES,
            body.mapped());
    new Decompressor(scratch, origin, names(column, name))
        .decompress(records.compression(), packed, buffer, declared);
    return buffer.slice(0, need);
  }
}
