package io.millrace.ipc.format;

import io.millrace.sink.Compression;

/**
 * The metadata of one message, parsed and checked for itself; what it says about the body is still
 * to be checked.
 */
public sealed interface Message {
  /** Bytes of the body that follows. */
  long bodyBytes();

  /** The columns of what follows. */
  record OfSchema(IpcSchema schema, long bodyBytes) implements Message {}

  /** Rows. */
  record OfRecords(Records records, long bodyBytes) implements Message {}

  /**
   * Values of a dictionary.
   *
   * @param delta whether they come after the values that the dictionary has, instead of replacing
   *     them
   */
  record OfDictionary(long id, boolean delta, Records values, long bodyBytes) implements Message {}

  /**
   * Where the columns of a batch lie in the body.
   *
   * @param rows as declared: not negative, otherwise not checked
   * @param nodes a length and a null count for each column
   * @param buffers an offset and a length for each buffer
   */
  record Records(long rows, FlatVector nodes, FlatVector buffers, Compression compression) {
    /** Declared rows of a column. */
    public long nodeRows(int node) {
      return nodes.getLong(node, 0);
    }

    /** Declared nulls of a column. */
    public long nodeNulls(int node) {
      return nodes.getLong(node, 8);
    }

    /** Declared place of a buffer in the body. */
    public long bufferOffset(int buffer) {
      return buffers.getLong(buffer, 0);
    }

    /** Declared bytes of a buffer. */
    public long bufferLength(int buffer) {
      return buffers.getLong(buffer, 8);
    }
  }
}
