package io.millrace.ipc.format;

import io.millrace.error.UserException;

/**
 * What an input may at most ask of the reader, whatever its bytes say.
 *
 * @param metadataBytes the longest metadata of one message, or footer
 * @param allocatedBytes memory that one message may make the reader allocate: the body of a message
 *     from a channel, the decompressed buffers of a batch, one dictionary with all its deltas.
 *     Memory mapped in place does not count
 * @param columns the widest schema
 */
public record IpcLimits(int metadataBytes, long allocatedBytes, int columns) {
  /** 64 MiB of metadata, 2 GiB a message, 65,536 columns. */
  public static final IpcLimits DEFAULT = new IpcLimits(64 << 20, 2L << 30, 1 << 16);

  public IpcLimits {
    if (metadataBytes < 1 || allocatedBytes < 1 || columns < 1) {
      throw new UserException(
          "Limits are at least 1: metadataBytes="
              + metadataBytes
              + ", allocatedBytes="
              + allocatedBytes
              + ", columns="
              + columns
              + ".");
    }
  }
}
