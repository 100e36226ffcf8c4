package io.millrace.kernels.cpu.build;

import io.millrace.error.DataException;
import io.millrace.error.InternalException;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.cpu.vec.CpuVec;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes chunks into Arrow buffers that grow by doubling. After a failed append only {@link #close}
 * is of use.
 */
public final class CpuBatchBuilder implements BatchBuilder {
  private final Schema schema;
  private final List<DataType> types = new ArrayList<>();
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private int rows;

  /** An empty builder; buffers come from {@code allocator} when the first rows do. */
  public CpuBatchBuilder(Schema schema, BufferAllocator allocator) {
    this.schema = schema;
    for (Field field : schema.getFields()) {
      if (field.getDictionary() != null) {
        throw new InternalException(
            "Built columns are plain, not dictionary-encoded: column=" + field.getName() + ".");
      }
      DataType type = DataType.of(field);
      types.add(type);
      columns.add(columnBuilder(type, allocator));
    }
  }

  private static ColumnBuilder columnBuilder(DataType type, BufferAllocator allocator) {
    return switch (type.lane()) {
      case LONG -> new LongColumnBuilder(type, allocator);
      case DOUBLE -> new DoubleColumnBuilder(type, allocator);
      case BOOL -> new BoolColumnBuilder(allocator);
      case BYTES -> new BytesColumnBuilder(type, allocator);
    };
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public void append(KernelContext context, Vec... vecs) {
    int added = check(vecs);
    for (int i = 0; i < vecs.length; i++) {
      columns.get(i).append((CpuVec) vecs[i], rows);
    }
    rows += added;
  }

  private int check(Vec[] vecs) {
    if (vecs.length != columns.size()) {
      throw new InternalException(
          "A chunk has one vector a field: fields="
              + columns.size()
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

  @Override
  public Batch build() {
    List<Column> built = new ArrayList<>(columns.size());
    for (ColumnBuilder column : columns) {
      built.add(column.build(rows));
    }
    Batch batch = Batch.owning(schema, rows, built);
    rows = 0;
    return batch;
  }

  @Override
  public void close() {
    columns.forEach(ColumnBuilder::close);
    rows = 0;
  }
}
