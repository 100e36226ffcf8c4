package io.millrace.ipc.format;

import io.millrace.error.DataException;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads a schema's flatbuffer. Extension types are read as the types they are stored in; no code of
 * theirs is looked up.
 */
final class SchemaParser {
  private static final int ENDIANNESS = 0;
  private static final int FIELDS = 1;
  private static final int SCHEMA_METADATA = 2;

  private static final int NAME = 0;
  private static final int NULLABLE = 1;
  private static final int TYPE = 2;
  private static final int TYPE_TABLE = 3;
  private static final int DICTIONARY = 4;
  private static final int CHILDREN = 5;
  private static final int FIELD_METADATA = 6;

  private static final int DICTIONARY_ID = 0;
  private static final int INDEX_TYPE = 1;
  private static final int DICTIONARY_KIND = 3;

  private final IpcLimits limits;
  private final List<Field> fields = new ArrayList<>();
  private final List<IpcField> layout = new ArrayList<>();
  private final Map<Long, DataType> dictionaries = new HashMap<>();

  private SchemaParser(IpcLimits limits) {
    this.limits = limits;
  }

  static IpcSchema parse(FlatTable table, IpcLimits limits) {
    return new SchemaParser(limits).schema(table);
  }

  private IpcSchema schema(FlatTable table) {
    if (table.getShort(ENDIANNESS, 0) != 0) {
      throw table.wrong("Only little-endian data is read", "endianness=big");
    }
    FlatVector declared = table.getTables(FIELDS);
    if (declared.size() > limits.columns()) {
      throw table.wrong(
          "A schema must stay within the limit of columns",
          "columns=" + declared.size() + ", limit=" + limits.columns());
    }
    for (int i = 0; i < declared.size(); i++) {
      field(declared.table(i));
    }
    return new IpcSchema(new Schema(fields, metadata(table.getTables(SCHEMA_METADATA))), layout);
  }

  private void field(FlatTable table) {
    String declared = table.getString(NAME);
    String name = declared == null ? "" : declared;
    ArrowType arrow =
        TypeParser.parse(table.getByte(TYPE, 0) & 0xFF, table.getTable(TYPE_TABLE), table, name);
    DataType type = DataType.ofArrow(arrow);
    if (type == null) {
      throw TypeParser.refused(table, name, arrow.toString());
    }
    if (table.getTables(CHILDREN).size() > 0) {
      throw table.wrong(
          "A column of this type has no children", "column=" + name + ", type=" + type);
    }
    FieldType fieldType =
        new FieldType(
            table.getBoolean(NULLABLE), arrow, null, metadata(table.getTables(FIELD_METADATA)));
    fields.add(new Field(name, fieldType, List.of()));
    FlatTable dictionary = table.getTable(DICTIONARY);
    layout.add(dictionary == null ? IpcField.plain(name, type) : encoded(dictionary, name, type));
  }

  private IpcField encoded(FlatTable table, String name, DataType type) {
    if (table.getShort(DICTIONARY_KIND, 0) != 0) {
      throw table.wrong("Only dense dictionaries are read", "column=" + name);
    }
    FlatTable indexType = table.getTable(INDEX_TYPE);
    Kind indices =
        indexType == null
            ? Kind.INT32
            : DataType.ofArrow(TypeParser.integer(indexType, name)).kind();
    long id = table.getLong(DICTIONARY_ID);
    DataType before = dictionaries.putIfAbsent(id, type);
    if (before != null && !before.equals(type)) {
      throw disagreement(table, name, id, before, type);
    }
    return new IpcField(name, type, indices, id);
  }

  private static DataException disagreement(
      FlatTable table, String name, long id, DataType before, DataType type) {
    return table.wrong(
        "Columns that share a dictionary have its type",
        "column=" + name + ", dictionary=" + id + ", types=" + before + " and " + type);
  }

  private static Map<String, String> metadata(FlatVector pairs) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      FlatTable pair = pairs.table(i);
      String key = pair.getString(0);
      String value = pair.getString(1);
      metadata.put(key == null ? "" : key, value == null ? "" : value);
    }
    return metadata;
  }
}
