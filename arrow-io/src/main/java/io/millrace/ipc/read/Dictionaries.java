package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcField;
import io.millrace.ipc.format.IpcSchema;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The dictionaries of one input as they stand. Batches that were read keep the dictionaries of
 * their own time.
 */
final class Dictionaries implements AutoCloseable {
  private final Origin origin;
  private final BufferAllocator allocator;
  private final long limit;
  private final Map<Long, IpcField> fields = new HashMap<>();
  private final Map<Long, Batch> current = new HashMap<>();
  private final Map<Long, GrowingColumn> growing = new HashMap<>();
  private long copied;

  Dictionaries(IpcSchema schema, Origin origin, BufferAllocator allocator, long limit) {
    this.origin = origin;
    this.allocator = allocator;
    this.limit = limit;
    for (IpcField field : schema.fields()) {
      if (field.isDictionaryEncoded()) {
        fields.put(field.dictionaryId(), IpcField.plain(field.name(), field.type()));
      }
    }
  }

  /** How the values of a dictionary lie in its messages. */
  IpcField valuesField(long id, long at) {
    IpcField field = fields.get(id);
    if (field == null) {
      throw origin.wrong("A dictionary belongs to a column of the schema", at, "dictionary=" + id);
    }
    return field;
  }

  /**
   * The values that a dictionary has now, null if there are none yet. Alive until the dictionary
   * changes.
   */
  Column lookup(long id) {
    Batch batch = current.get(id);
    return batch == null ? null : batch.column(0);
  }

  /**
   * Takes values over from a batch, which stays the caller's.
   *
   * @param replaces whether values that are no delta may replace earlier ones, as in streams, but
   *     not in files
   */
  void accept(Message.OfDictionary message, Batch values, boolean replaces, long at) {
    long id = message.id();
    Batch before = current.get(id);
    if (message.delta()) {
      append(id, before, values, at);
      return;
    }
    if (before != null && !replaces) {
      throw origin.wrong(
          "A file has each dictionary once, and then deltas", at, "dictionary=" + id);
    }
    drop(growing.remove(id));
    drop(current.put(id, values.retain()));
  }

  private void append(long id, Batch before, Batch values, long at) {
    if (before == null) {
      throw origin.wrong("A delta follows the dictionary that it extends", at, "dictionary=" + id);
    }
    GrowingColumn column = growing.get(id);
    if (column == null) {
      column = new GrowingColumn(before.column(0).type(), allocator, origin, limit);
      growing.put(id, column);
      column.append(before.column(0), at);
    }
    column.append(values.column(0), at);
    copied += column.takeCopied();
    drop(current.put(id, column.snapshot(values.schema())));
  }

  /** Bytes copied for deltas so far. */
  long bytesCopied() {
    return copied;
  }

  private static void drop(Batch batch) {
    if (batch != null) {
      batch.close();
    }
  }

  private static void drop(GrowingColumn column) {
    if (column != null) {
      column.close();
    }
  }

  @Override
  public void close() {
    current.values().forEach(Batch::close);
    growing.values().forEach(GrowingColumn::close);
    current.clear();
    growing.clear();
  }
}
