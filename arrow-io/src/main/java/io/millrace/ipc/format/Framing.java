package io.millrace.ipc.format;

/**
 * The words around messages. A message is a continuation word, the metadata's length, the metadata
 * (a flatbuffer and its padding) and the body. A stream is messages up to a length of 0; a file is
 * a stream between two magics, with a footer that lists its batches.
 */
public final class Framing {
  /** First word of each message. */
  public static final int CONTINUATION = 0xFFFFFFFF;

  /** Bytes of the continuation word and the length. */
  public static final int PREFIX = 8;

  /** {@code ARROW1}, at the beginning and the end of a file, as a little-endian number. */
  public static final long MAGIC = 0x31574F525241L;

  /** Bytes of the magic. */
  public static final int MAGIC_BYTES = 6;

  /** Bytes after the footer: its length and the magic. */
  public static final int TRAILER = 4 + MAGIC_BYTES;

  /** Where the first message of a file begins: the magic, padded. */
  public static final int FIRST_MESSAGE = 8;

  /** What the format asks bodies and buffers to be aligned to. */
  public static final int REQUIRED_ALIGNMENT = 8;

  /** What the format recommends, and this library writes. */
  public static final int ALIGNMENT = 64;

  private Framing() {}

  /** The next multiple of {@link #ALIGNMENT}. */
  public static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
