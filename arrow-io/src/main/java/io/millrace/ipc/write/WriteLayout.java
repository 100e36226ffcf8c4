package io.millrace.ipc.write;

import io.millrace.expr.Names;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Which columns of an output are written dictionary-encoded. An encoded column has the dictionary
 * with its own position as id; every batch must then bring it encoded with the same kind of
 * indices. A column written plainly may come either way.
 *
 * @param schema names and value types
 * @param indices for each column the kind of its indices, null where it is plain
 */
public record WriteLayout(Schema schema, List<Kind> indices) {
  /** All columns plain. */
  public static WriteLayout plain(Schema schema) {
    List<Kind> none = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      none.add(null);
      fields.add(field(field, DataType.of(field)));
    }
    return new WriteLayout(new Schema(fields, schema.getCustomMetadata()), none);
  }

  /**
   * For sinks that tell their columns before there is a batch: these encoded, with indices of 32
   * bits, the others plain. Batches are written as {@link EncodedBatch} makes them.
   *
   * @throws io.millrace.error.UserException if there is no such column
   */
  public static WriteLayout encoding(Schema schema, List<String> names) {
    WriteLayout plain = plain(schema);
    List<Kind> indices = new ArrayList<>(plain.indices);
    names.forEach(name -> indices.set(Names.ordinal(schema, name), Kind.INT32));
    return new WriteLayout(plain.schema, indices);
  }

  /**
   * Encoded columns as in this batch: for a stream, in which dictionaries may change from batch to
   * batch.
   */
  public static WriteLayout like(Batch batch) {
    List<Kind> indices = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < batch.columns().size(); i++) {
      indices.add(batch.column(i).indices());
      fields.add(field(batch.schema().getFields().get(i), batch.column(i).type()));
    }
    return new WriteLayout(new Schema(fields, batch.schema().getCustomMetadata()), indices);
  }

  /**
   * For a file of exactly these batches: a column is encoded if all of them share its dictionary,
   * since a file has room for one dictionary a column.
   */
  public static WriteLayout of(Schema schema, List<Batch> batches) {
    if (batches.isEmpty()) {
      return plain(schema);
    }
    WriteLayout first = like(batches.getFirst());
    List<Kind> indices = new ArrayList<>(first.indices);
    for (int i = 0; i < indices.size(); i++) {
      if (indices.get(i) != null && !shareDictionary(batches, i)) {
        indices.set(i, null);
      }
    }
    return new WriteLayout(first.schema, indices);
  }

  private static boolean shareDictionary(List<Batch> batches, int ordinal) {
    Column first = batches.getFirst().column(ordinal);
    return batches.stream()
        .map(batch -> batch.column(ordinal))
        .allMatch(
            column ->
                column.indices() == first.indices()
                    && SameValues.same(column.dictionary(), first.dictionary()));
  }

  private static Field field(Field declared, DataType type) {
    FieldType plain =
        new FieldType(declared.isNullable(), type.toArrow(), null, declared.getMetadata());
    return new Field(declared.getName(), plain, List.of());
  }

  /** Whether a column is written as indices into a dictionary. */
  public boolean isEncoded(int ordinal) {
    return indices.get(ordinal) != null;
  }

  /** The schema as messages have it, with dictionary encodings. */
  Schema messageSchema() {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < indices.size(); i++) {
      Field field = schema.getFields().get(i);
      fields.add(isEncoded(i) ? encoded(field, i) : field);
    }
    return new Schema(fields, schema.getCustomMetadata());
  }

  private Field encoded(Field field, int ordinal) {
    ArrowType.Int index = (ArrowType.Int) DataType.of(indices.get(ordinal)).toArrow();
    DictionaryEncoding encoding = new DictionaryEncoding(ordinal, false, index);
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), encoding, field.getMetadata()),
        List.of());
  }
}
