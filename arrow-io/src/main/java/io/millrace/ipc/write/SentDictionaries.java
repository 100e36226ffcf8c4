package io.millrace.ipc.write;

import io.millrace.error.UserException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/** The dictionaries that an output has, kept alive so that a later one can be told from them. */
final class SentDictionaries implements AutoCloseable {
  private final WriteLayout layout;
  private final Map<Integer, Batch> sent = new HashMap<>();

  SentDictionaries(WriteLayout layout) {
    this.layout = layout;
  }

  /**
   * Whether the column's dictionary is not the one that was sent last; {@link #has} tells whether
   * there was one.
   */
  boolean isNew(int ordinal, Column column) {
    Kind expected = layout.indices().get(ordinal);
    if (column.indices() != expected) {
      throw new UserException(
          "A column that began dictionary-encoded stays so, with the same indices: column="
              + layout.schema().getFields().get(ordinal).getName()
              + ", indices="
              + column.indices()
              + ", expected="
              + expected
              + ". Write it plainly from the start.");
    }
    Batch before = sent.get(ordinal);
    return before == null || !SameValues.same(before.column(0), column.dictionary());
  }

  /** Whether a dictionary was sent for the column. */
  boolean has(int ordinal) {
    return sent.containsKey(ordinal);
  }

  /**
   * How many of the values were sent already, if they begin with all of those that were; else 0.
   */
  int beginning(int ordinal, Column values) {
    Batch before = sent.get(ordinal);
    int known = before == null ? 0 : before.rows();
    boolean grew = known > 0 && known < values.length();
    return grew && SameValues.same(before.column(0), values.slice(0, known)) ? known : 0;
  }

  /** Remembers the column's dictionary as the one sent last. */
  void put(int ordinal, Column dictionary) {
    Schema one = new Schema(List.of(dictionary.type().field("values")));
    Batch before =
        sent.put(ordinal, Batch.retaining(one, dictionary.length(), List.of(dictionary)));
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void close() {
    sent.values().forEach(Batch::close);
    sent.clear();
  }
}
