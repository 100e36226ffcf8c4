package io.millrace.ipc.read;

import io.millrace.ipc.format.IpcField;
import io.millrace.ipc.format.IpcSchema;
import io.millrace.ipc.format.Message;
import io.millrace.ipc.format.Origin;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Turns messages with their bodies into batches, and keeps the dictionaries that these need. */
final class RecordDecoder implements AutoCloseable {
  private final IpcSchema schema;
  private final Origin origin;
  private final BufferAllocator allocator;
  private final ReadOptions options;
  private final Dictionaries dictionaries;
  private long copied;

  RecordDecoder(IpcSchema schema, Origin origin, BufferAllocator allocator, ReadOptions options) {
    this.schema = schema;
    this.origin = origin;
    this.allocator = allocator;
    this.options = options;
    this.dictionaries =
        new Dictionaries(schema, origin, allocator, options.limits().allocatedBytes());
  }

  /** Bytes copied or decompressed so far. */
  long bytesCopied() {
    return copied + dictionaries.bytesCopied();
  }

  /** Counts bytes that came into memory by a copy before they came here. */
  void countCopied(long bytes) {
    copied += bytes;
  }

  /** Rows; the caller closes the batch. */
  Batch records(Message.Records records, Body body) {
    return columns(schema.schema(), schema.fields(), records, body);
  }

  /** Takes values of a dictionary. */
  void dictionary(Message.OfDictionary message, Body body, boolean replaces) {
    IpcField values = dictionaries.valuesField(message.id(), body.at());
    Schema one = new Schema(List.of(values.type().field(values.name())));
    try (Batch batch = columns(one, List.of(values), message.values(), body)) {
      dictionaries.accept(message, batch, replaces, body.at());
    }
  }

  private Batch columns(
      Schema declared, List<IpcField> fields, Message.Records records, Body body) {
    requireCounts(fields, records, body.at());
    try (Scratch scratch = new Scratch(allocator, origin, options.limits().allocatedBytes())) {
      ColumnReader reader = new ColumnReader(records, body, scratch, origin, options.trust());
      List<Column> columns = new ArrayList<>(fields.size());
      for (int i = 0; i < fields.size(); i++) {
        IpcField field = fields.get(i);
        Column dictionary =
            field.isDictionaryEncoded() ? dictionaries.lookup(field.dictionaryId()) : null;
        columns.add(reader.read(field, i, dictionary));
      }
      copied += scratch.copied();
      return Batch.retaining(declared, (int) records.rows(), columns);
    }
  }

  private void requireCounts(List<IpcField> fields, Message.Records records, long at) {
    int buffers = fields.stream().mapToInt(ColumnReader::bufferCount).sum();
    if (records.nodes().size() != fields.size() || records.buffers().size() != buffers) {
      throw origin.wrong(
          "A batch has the nodes and buffers of its schema",
          at,
          "nodes="
              + records.nodes().size()
              + ", expected="
              + fields.size()
              + ", buffers="
              + records.buffers().size()
              + ", expected="
              + buffers);
    }
  }

  @Override
  public void close() {
    dictionaries.close();
  }
}
