package io.millrace.gram;

import io.millrace.kernels.batch.ArrowBatches;
import io.millrace.kernels.batch.Batch;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes a few rows, value after value. */
public final class StatisticRows implements AutoCloseable {
  private final VectorSchemaRoot root;
  private int next;

  StatisticRows(Schema schema, BufferAllocator allocator) {
    this.root = VectorSchemaRoot.create(schema, allocator);
  }

  /** The next value of the row in hand: a Long, Double or String as the column has it, or null. */
  void add(Object value) {
    int columns = root.getFieldVectors().size();
    FieldVector vector = root.getVector(next % columns);
    int row = next++ / columns;
    switch (vector) {
      case BigIntVector longs -> longs.setSafe(row, (Long) value);
      case Float8Vector doubles when value == null -> doubles.setNull(row);
      case Float8Vector doubles -> doubles.setSafe(row, (Double) value);
      case VarCharVector texts ->
          texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalStateException("a statistic has no such column: " + vector);
    }
  }

  /** All rows; the caller closes the batch. */
  Batch build() {
    root.setRowCount(next / root.getFieldVectors().size());
    return ArrowBatches.of(root, null);
  }

  @Override
  public void close() {
    root.close();
  }
}
