package io.millrace.bench.device;

import io.millrace.bench.data.SplitMix64;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A batch while its columns are made. Until {@link #batch} it owns them, and from then on the batch
 * does. Each column has random numbers of its own, the same each time.
 */
final class ManyColumns implements AutoCloseable {
  private final BufferAllocator allocator;
  private final int rows;
  private final List<Field> fields = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  ManyColumns(BufferAllocator allocator, int rows) {
    this.allocator = allocator;
    this.rows = rows;
  }

  /** A random number from 0 to {@code bound}, exclusive, for a row of the next column. */
  long below(long bound, int row) {
    return SplitMix64.below(bound, columns.size(), row);
  }

  /** Adds a column of 64 bits a row. */
  ManyColumns longs(DataType type, IntToLongFunction values) {
    ArrowBuf data = allocator.buffer(8L * rows);
    for (int row = 0; row < rows; row++) {
      data.setLong(8L * row, values.applyAsLong(row));
    }
    return add(Column.of(type, rows, 0, null, null, data));
  }

  /** Adds a column of int64, of which every eighth row is null. */
  ManyColumns nullable(IntToLongFunction values) {
    ArrowBuf validity = allocator.buffer((rows + 7L) / 8);
    for (long at = 0; at < validity.capacity(); at++) {
      validity.setByte(at, 0x7F);
    }
    ArrowBuf data = allocator.buffer(8L * rows);
    for (int row = 0; row < rows; row++) {
      data.setLong(8L * row, values.applyAsLong(row));
    }
    return add(Column.of(DataType.INT64, rows, rows / 8, validity, null, data));
  }

  /** Adds a column of int32. */
  ManyColumns ints(IntToLongFunction values) {
    ArrowBuf data = allocator.buffer(4L * rows);
    for (int row = 0; row < rows; row++) {
      data.setInt(4L * row, (int) values.applyAsLong(row));
    }
    return add(Column.of(DataType.INT32, rows, 0, null, null, data));
  }

  /** Adds a column of doubles. */
  ManyColumns doubles(IntToDoubleFunction values) {
    return longs(DataType.FLOAT64, row -> Double.doubleToRawLongBits(values.applyAsDouble(row)));
  }

  /** Adds a column of text, at most {@code most} bytes a row. */
  ManyColumns texts(int most, IntFunction<String> values) {
    ArrowBuf offsets = allocator.buffer(4L * (rows + 1));
    ArrowBuf data = allocator.buffer((long) most * rows);
    int end = 0;
    offsets.setInt(0, 0);
    for (int row = 0; row < rows; row++) {
      byte[] text = values.apply(row).getBytes(StandardCharsets.UTF_8);
      data.setBytes(end, text);
      end += text.length;
      offsets.setInt(4L * (row + 1), end);
    }
    return add(Column.of(DataType.UTF8, rows, 0, null, offsets, data));
  }

  private ManyColumns add(Column column) {
    fields.add(column.type().field("c" + columns.size()));
    columns.add(column);
    return this;
  }

  /** The batch; the caller closes it. */
  Batch batch() {
    Batch batch = Batch.owning(new Schema(fields), rows, columns);
    columns.clear();
    return batch;
  }

  /** Frees what no batch took over. */
  @Override
  public void close() {
    if (!columns.isEmpty()) {
      batch().close();
    }
  }

  /** Bytes of a column's rows as Arrow has them. */
  static long bytes(Column column) {
    long rows = column.length();
    long validity = column.nullCount() == 0 ? 0 : (rows + 7) / 8;
    return validity
        + switch (column.type().lane()) {
          case BOOL -> (rows + 7) / 8;
          case LONG, DOUBLE -> rows * column.type().kind().width();
          case BYTES ->
              (rows + 1) * 4 + column.offsets().getInt(rows * 4) - column.offsets().getInt(0);
        };
  }
}
