package io.millrace.kernels.cpu.build;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What a builder builds, and the checks that hold for it on every backend. */
public final class BuiltSchema {
  private final Schema schema;
  private final List<DataType> types;

  /**
   * The schema of plain columns.
   *
   * @throws InternalException if one is dictionary-encoded
   */
  public BuiltSchema(Schema schema) {
    this.schema = schema;
    this.types = schema.getFields().stream().map(BuiltSchema::type).toList();
  }

  private static DataType type(Field field) {
    if (field.getDictionary() != null) {
      throw new InternalException(
          "Built columns are plain, not dictionary-encoded: column=" + field.getName() + ".");
    }
    return DataType.of(field);
  }

  /** The schema. */
  public Schema schema() {
    return schema;
  }

  /** The types of its columns. */
  public List<DataType> types() {
    return types;
  }

  /**
   * The rows of a chunk that is appended to {@code rows} earlier ones.
   *
   * @throws InternalException if it does not fit the schema
   * @throws DataException if there would be too many rows
   */
  public int check(int rows, Vec... vecs) {
    if (vecs.length != types.size()) {
      throw new InternalException(
          "A chunk has one vector a field: fields="
              + types.size()
              + ", vectors="
              + vecs.length
              + ".");
    }
    int added = vecs.length == 0 ? 0 : vecs[0].length();
    for (int i = 0; i < vecs.length; i++) {
      if (vecs[i].length() != added || vecs[i].type().lane() != types.get(i).lane()) {
        throw new InternalException(
            "A chunk's vectors have one length and their field's lane: column="
                + schema.getFields().get(i).getName()
                + ", type="
                + types.get(i)
                + ", vector="
                + vecs[i].type()
                + ", length="
                + vecs[i].length()
                + ", expected="
                + added
                + ".");
      }
    }
    if ((long) rows + added > Integer.MAX_VALUE) {
      throw new DataException(
          "A batch has fewer than 2^31 rows: rows="
              + ((long) rows + added)
              + ". Use smaller batches.");
    }
    return added;
  }

  /**
   * Checks that a column of text or binary may have so many bytes.
   *
   * @throws DataException if its offsets are too narrow
   */
  public static void requireOffsets(DataType type, long total) {
    if (type.kind().width() == Integer.BYTES && total > Integer.MAX_VALUE) {
      throw new DataException(
          "A column with 32-bit offsets holds at most 2 GiB: type="
              + type
              + ", bytes="
              + total
              + ". Use large_"
              + type
              + " or smaller batches.");
    }
  }
}
