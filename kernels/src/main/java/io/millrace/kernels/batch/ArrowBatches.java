package io.millrace.kernels.batch;

import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.kernels.types.Lane;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Between Millrace's batches and Arrow Java's vectors, without copying a value. */
public final class ArrowBatches {
  private ArrowBatches() {}

  /**
   * The rows of a root as a batch over the same buffers. The batch retains them: the root may be
   * cleared or closed afterwards, and must not be written to in place while the batch lives.
   *
   * @param dictionaries where the values of dictionary-encoded columns are; may be null if there
   *     are none
   */
  public static Batch of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    List<Column> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      Column column = column(vector, root.getRowCount(), dictionaries);
      columns.add(column);
      fields.add(valueField(vector.getField(), column.type()));
    }
    return Batch.retaining(
        new Schema(fields, root.getSchema().getCustomMetadata()), root.getRowCount(), columns);
  }

  /**
   * A field of the values' type: a batch's schema does not tell that a column is
   * dictionary-encoded, its column does.
   */
  private static Field valueField(Field field, DataType type) {
    return field.getDictionary() == null
        ? field
        : new Field(field.getName(), fieldType(field, type.toArrow()), List.of());
  }

  private static Column column(FieldVector vector, int rows, DictionaryProvider dictionaries) {
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding == null) {
      return plain(DataType.of(vector.getField()), null, null, vector, rows);
    }
    FieldVector values = dictionaries.lookup(encoding.getId()).getVector();
    Column dictionary =
        plain(DataType.of(values.getField()), null, null, values, values.getValueCount());
    Kind indices = DataType.of(vector.getField()).kind();
    return plain(dictionary.type(), indices, dictionary, vector, rows);
  }

  private static Column plain(
      DataType type, Kind indices, Column dictionary, FieldVector vector, int rows) {
    int nulls = vector.getNullCount();
    ArrowBuf validity = nulls == 0 ? null : vector.getValidityBuffer();
    boolean bytes = indices == null && type.lane() == Lane.BYTES;
    ArrowBuf offsets = bytes && rows > 0 ? vector.getOffsetBuffer() : null;
    return new Column(
        type, rows, nulls, 0, validity, offsets, vector.getDataBuffer(), indices, dictionary);
  }

  /**
   * The batch as a root of Arrow vectors over the same buffers; the caller closes the root, and the
   * batch as well. A column that is sliced within its buffers or dictionary-encoded is first
   * written out plainly, since Arrow Java's vectors can express neither (the bytes come from {@code
   * allocator}).
   *
   * @param allocator of the same root allocator as the batch's buffers
   */
  public static VectorSchemaRoot toRoot(Batch batch, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    try {
      for (int i = 0; i < batch.columns().size(); i++) {
        Field declared = batch.schema().getFields().get(i);
        Column column = batch.column(i);
        Field field =
            new Field(declared.getName(), fieldType(declared, column.type().toArrow()), List.of());
        FieldVector vector = field.createVector(allocator);
        vectors.add(vector);
        fields.add(field);
        load(vector, column, allocator);
      }
      return new VectorSchemaRoot(fields, vectors, batch.rows());
    } catch (RuntimeException | Error e) {
      vectors.forEach(FieldVector::close);
      throw e;
    }
  }

  private static FieldType fieldType(Field declared, ArrowType type) {
    return new FieldType(declared.isNullable(), type, null, declared.getMetadata());
  }

  private static void load(FieldVector vector, Column column, BufferAllocator allocator) {
    if (column.offset() != 0 || column.isDictionaryEncoded()) {
      try (Batch plain = PlainColumns.rewrite(column, allocator)) {
        load(vector, plain.column(0), allocator);
      }
      return;
    }
    List<ArrowBuf> temporary = new ArrayList<>();
    try {
      ArrowFieldNode node = new ArrowFieldNode(column.length(), column.nullCount());
      vector.loadFieldBuffers(node, buffers(column, allocator, temporary));
    } finally {
      temporary.forEach(ArrowBuf::close);
    }
  }

  private static List<ArrowBuf> buffers(
      Column column, BufferAllocator allocator, List<ArrowBuf> temporary) {
    List<ArrowBuf> buffers = new ArrayList<>(3);
    if (column.validity() != null) {
      buffers.add(column.validity());
    } else {
      ArrowBuf all = allocator.buffer((column.length() + 63L) / 64 * 8 + 8);
      temporary.add(all);
      all.setOne(0, all.capacity());
      buffers.add(all);
    }
    if (column.type().lane() == Lane.BYTES) {
      buffers.add(column.offsets() != null ? column.offsets() : zeroOffsets(allocator, temporary));
    }
    buffers.add(column.data() != null ? column.data() : allocator.getEmpty());
    return buffers;
  }

  private static ArrowBuf zeroOffsets(BufferAllocator allocator, List<ArrowBuf> temporary) {
    ArrowBuf zero = allocator.buffer(Long.BYTES);
    temporary.add(zero);
    zero.setLong(0, 0);
    return zero;
  }
}
