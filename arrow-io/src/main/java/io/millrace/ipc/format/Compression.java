package io.millrace.ipc.format;

/** How the buffers of a message's body are compressed. */
public enum Compression {
  NONE,
  LZ4_FRAME,
  ZSTD
}
