package io.millrace.ipc;

import io.millrace.error.DataException;
import io.millrace.kernels.types.DataType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * In what two schemas differ, as far as it matters to a stream: names and types, in order. Metadata
 * may differ.
 */
public final class SchemaDifference {
  private SchemaDifference() {}

  /** The first difference in words, null if there is none. */
  public static String between(Schema expected, Schema found) {
    List<Field> a = expected.getFields();
    List<Field> b = found.getFields();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      String left = a.get(i).getName() + " " + DataType.of(a.get(i));
      String right = b.get(i).getName() + " " + DataType.of(b.get(i));
      if (!left.equals(right)) {
        return "column " + i + ": expected=" + left + ", found=" + right;
      }
    }
    return a.size() == b.size() ? null : "columns: expected=" + a.size() + ", found=" + b.size();
  }

  /**
   * Requires that a peer has the columns of its stream.
   *
   * @throws DataException with the first difference
   */
  public static void requireNone(Schema expected, Schema found, String peer) {
    String difference = between(expected, found);
    if (difference != null) {
      throw new DataException(
          "All peers of a stream send the same columns: peer="
              + peer
              + ", "
              + difference
              + ". Send other columns to a stream of their own.");
    }
  }
}
