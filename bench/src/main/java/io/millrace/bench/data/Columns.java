package io.millrace.bench.data;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Columns without nulls that a generator then writes by address. The caller owns each. */
final class Columns {
  private Columns() {}

  /** An int64 column whose values are still to be written. */
  static BigIntVector longs(String name, BufferAllocator allocator, int rows) {
    return allocated(
        new BigIntVector(required(name, new ArrowType.Int(64, true)), allocator), rows);
  }

  /** A column of microseconds since 1970 without a zone, whose values are still to be written. */
  static TimeStampMicroVector times(String name, BufferAllocator allocator, int rows) {
    ArrowType type =
        new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.MICROSECOND, null);
    return allocated(new TimeStampMicroVector(required(name, type), allocator), rows);
  }

  /**
   * A string column with room for {@code bytes} bytes; offsets and bytes are still to be written.
   */
  static VarCharVector strings(String name, BufferAllocator allocator, long bytes, int rows) {
    VarCharVector vector = new VarCharVector(required(name, ArrowType.Utf8.INSTANCE), allocator);
    try {
      vector.allocateNew(bytes, rows);
      vector.getOffsetBuffer().setInt(0, 0);
      allValid(vector, rows);
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
    return vector;
  }

  /** Says that {@code rows} strings of a column have been written. */
  static void filled(BaseVariableWidthVector vector, int rows) {
    vector.setLastSet(rows - 1);
    vector.setValueCount(rows);
  }

  private static <V extends BaseFixedWidthVector> V allocated(V vector, int rows) {
    try {
      vector.allocateNew(rows);
      vector.getValidityBuffer().setOne(0, (rows + 7L) / 8);
      vector.setValueCount(rows);
    } catch (RuntimeException e) {
      vector.close();
      throw e;
    }
    return vector;
  }

  private static void allValid(BaseVariableWidthVector vector, int rows) {
    vector.getValidityBuffer().setOne(0, (rows + 7L) / 8);
  }

  private static Field required(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }
}
