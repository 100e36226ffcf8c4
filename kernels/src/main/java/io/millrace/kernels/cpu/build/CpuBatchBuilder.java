package io.millrace.kernels.cpu.build;

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
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes chunks into Arrow buffers that grow by doubling. After a failed append only {@link #close}
 * is of use.
 */
public final class CpuBatchBuilder implements BatchBuilder {
  private final BuiltSchema schema;
  private final List<ColumnBuilder> columns = new ArrayList<>();
  private int rows;

  /** An empty builder; buffers come from {@code allocator} when the first rows do. */
  public CpuBatchBuilder(Schema schema, BufferAllocator allocator) {
    this.schema = new BuiltSchema(schema);
    for (DataType type : this.schema.types()) {
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
    int added = schema.check(rows, vecs);
    for (int i = 0; i < vecs.length; i++) {
      columns.get(i).append((CpuVec) vecs[i], rows);
    }
    rows += added;
  }

  @Override
  public Batch build() {
    List<Column> built = new ArrayList<>(columns.size());
    for (ColumnBuilder column : columns) {
      built.add(column.build(rows));
    }
    Batch batch = Batch.owning(schema.schema(), rows, built);
    rows = 0;
    return batch;
  }

  @Override
  public void close() {
    columns.forEach(ColumnBuilder::close);
    rows = 0;
  }
}
