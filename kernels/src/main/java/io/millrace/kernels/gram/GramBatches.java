package io.millrace.kernels.gram;

import io.millrace.error.DataException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gram matrices as Arrow and back, in the layout that {@link GramSpec} gives. */
public final class GramBatches {
  private GramBatches() {}

  /** One matrix as a batch of one row for each column; the caller closes it. */
  public static Batch write(Gram gram, Schema schema, BufferAllocator allocator) {
    int rows = gram.columns();
    long bytes = rows * 8L;
    try (ArrowBuf all = allocator.buffer((rows + 2) * bytes)) {
      for (int i = 0; i < rows; i++) {
        all.setLong(i * 8L, gram.rows());
        all.setDouble(bytes + i * 8L, gram.mean(i));
        for (int j = 0; j < rows; j++) {
          all.setDouble((2 + j) * bytes + i * 8L, gram.product(i, j));
        }
      }
      List<Column> columns = new ArrayList<>(rows + 2);
      for (int c = 0; c < rows + 2; c++) {
        DataType type = c == 0 ? DataType.INT64 : DataType.FLOAT64;
        columns.add(Column.of(type, rows, 0, null, null, all.slice(c * bytes, bytes)));
      }
      return Batch.retaining(schema, rows, columns);
    }
  }

  /**
   * Merges all matrices of a batch.
   *
   * @throws DataException if the batch has other columns, or values that are none of a matrix
   */
  public static Gram read(Batch batch, GramSpec spec) {
    List<DataType> types = batch.columns().stream().map(Column::type).toList();
    List<DataType> expected = spec.resultSchema().getFields().stream().map(DataType::of).toList();
    int columns = spec.columns().size();
    if (!types.equals(expected) || batch.rows() % columns != 0) {
      throw new DataException(
          "Imported state of a Gram matrix must have the columns of the table's stateSchema(), and"
              + " a row for each column of the matrix: expected="
              + spec.resultSchema()
              + ", found="
              + batch.schema()
              + ", rows="
              + batch.rows()
              + ".");
    }
    Gram all = new Gram(columns);
    for (int at = 0; at < batch.rows(); at += columns) {
      read(batch, at, all);
    }
    return all;
  }

  private static void read(Batch batch, int at, Gram into) {
    int columns = into.columns();
    long rows = value(batch, 0, at).longValue();
    double[] means = new double[columns];
    double[] products = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      long again = value(batch, 0, at + i).longValue();
      if (again != rows || rows < 0) {
        throw new DataException(
            "All rows of a Gram matrix tell the same number of rows, 0 or more: first="
                + rows
                + ", other="
                + again
                + ", row="
                + (at + i)
                + ".");
      }
      means[i] = value(batch, 1, at + i).doubleValue();
      for (int j = i; j < columns; j++) {
        products[i * columns + j] = value(batch, 2 + j, at + i).doubleValue();
      }
    }
    into.merge(rows, means, products);
  }

  private static Number value(Batch batch, int column, int row) {
    Column from = batch.column(column);
    if (ColumnValues.isNull(from, row)) {
      throw new DataException(
          "A Gram matrix has no nulls: column="
              + batch.schema().getFields().get(column).getName()
              + ", row="
              + row
              + ".");
    }
    return from.type().equals(DataType.INT64)
        ? (Number) ColumnValues.getLong(from, row)
        : (Number) ColumnValues.getDouble(from, row);
  }
}
