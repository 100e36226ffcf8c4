package io.millrace.ipc.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Between tables and Arrow Java's vectors. */
public final class Roots {
  private Roots() {}

  /** The rows as vectors; the caller closes the root. */
  public static VectorSchemaRoot root(Table table, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(table.schema(), allocator);
    load(table, root);
    return root;
  }

  /** Puts the rows into the root instead of those that it has. */
  public static void load(Table table, VectorSchemaRoot root) {
    for (int i = 0; i < table.columns().size(); i++) {
      FieldVector vector = root.getVector(i);
      vector.clear();
      fill(vector, table.columns().get(i));
    }
    root.setRowCount(table.rows());
  }

  static void fill(FieldVector vector, byte[][] values) {
    vector.setInitialCapacity(Math.max(1, values.length));
    vector.allocateNew();
    for (int row = 0; row < values.length; row++) {
      if (values[row] != null) {
        set(vector, row, values[row]);
      }
    }
    vector.setValueCount(values.length);
  }

  private static void set(FieldVector vector, int row, byte[] value) {
    switch (vector) {
      case BitVector bits -> bits.setSafe(row, value[0]);
      case BaseVariableWidthVector bytes -> bytes.setSafe(row, value);
      case BaseLargeVariableWidthVector bytes -> bytes.setSafe(row, value);
      case BaseFixedWidthVector fixed -> {
        BitVectorHelper.setBit(fixed.getValidityBuffer(), row);
        fixed.getDataBuffer().setBytes((long) row * fixed.getTypeWidth(), value);
      }
      default -> throw new AssertionError(vector.getField());
    }
  }

  /** The rows of a root of plain vectors. */
  public static Table table(VectorSchemaRoot root) {
    List<byte[][]> columns = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      byte[][] values = new byte[root.getRowCount()][];
      for (int row = 0; row < values.length; row++) {
        values[row] = vector.isNull(row) ? null : get(vector, row);
      }
      columns.add(values);
    }
    return new Table(root.getSchema().getFields(), columns, root.getRowCount());
  }

  private static byte[] get(FieldVector vector, int row) {
    return switch (vector) {
      case BitVector bits -> new byte[] {(byte) bits.get(row)};
      case BaseVariableWidthVector bytes -> {
        int from = bytes.getOffsetBuffer().getInt(row * 4L);
        yield copy(bytes, from, bytes.getOffsetBuffer().getInt(row * 4L + 4) - from);
      }
      case BaseLargeVariableWidthVector bytes -> {
        long from = bytes.getOffsetBuffer().getLong(row * 8L);
        yield copy(bytes, from, (int) (bytes.getOffsetBuffer().getLong(row * 8L + 8) - from));
      }
      case BaseFixedWidthVector fixed ->
          copy(fixed, (long) row * fixed.getTypeWidth(), fixed.getTypeWidth());
      default -> throw new AssertionError(vector.getField());
    };
  }

  private static byte[] copy(FieldVector vector, long at, int length) {
    byte[] value = new byte[length];
    if (length > 0) {
      vector.getDataBuffer().getBytes(at, value);
    }
    return value;
  }
}
