package io.millrace.ipc.format;

import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;

/**
 * How a column lies in an IPC file or stream.
 *
 * @param name for messages
 * @param type the value type
 * @param indices the integer kind of the dictionary indices, null for a plain column
 * @param dictionaryId which dictionary the indices point into; means nothing for a plain column
 */
public record IpcField(String name, DataType type, Kind indices, long dictionaryId) {
  /** A column whose values lie in its own buffers. */
  public static IpcField plain(String name, DataType type) {
    return new IpcField(name, type, null, 0);
  }

  /** Whether values are stored as indices into a dictionary. */
  public boolean isDictionaryEncoded() {
    return indices != null;
  }

  /** The kind whose layout the column's own buffers have. */
  public Kind stored() {
    return indices != null ? indices : type.kind();
  }
}
