package io.millrace.ipc.format;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of an IPC file or stream.
 *
 * @param schema names and value types; dictionary encoding does not show here, since it is no part
 *     of a column's type
 * @param fields how each column lies in the file
 */
public record IpcSchema(Schema schema, List<IpcField> fields) {
  public IpcSchema {
    fields = List.copyOf(fields);
  }

  /** Whether any column is dictionary-encoded. */
  public boolean hasDictionaries() {
    return fields.stream().anyMatch(IpcField::isDictionaryEncoded);
  }
}
