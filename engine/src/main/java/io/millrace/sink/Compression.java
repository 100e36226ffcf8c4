package io.millrace.sink;

/**
 * How the buffers of Arrow messages are compressed, each by itself. Compressed bytes are copied by
 * whoever reads them, and take several times as long to read as plain ones: for networks and disks,
 * not between processes of one machine.
 */
public enum Compression {
  /** Not at all. */
  NONE,
  /** LZ4 frames: quick, shrinks less. */
  LZ4_FRAME,
  /** Zstandard at its quickest level: shrinks more. */
  ZSTD
}
