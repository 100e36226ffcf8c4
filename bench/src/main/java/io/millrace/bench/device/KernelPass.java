package io.millrace.bench.device;

import io.millrace.bench.kernels.RowTasks;
import io.millrace.kernels.BatchBuilder;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.Vec;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Kernels that make columns of columns. */
final class KernelPass implements Pass {
  private final Side side;
  private final Batch batch;
  private final int[] columns;
  private final Schema results;
  private final Kernel kernel;
  private final StagedBatch staged;

  /** What is measured. */
  @FunctionalInterface
  interface Kernel {
    /** Loads {@code count} rows behind the first {@code from} and makes columns of them. */
    Vec[] run(KernelContext context, StagedBatch staged, int from, int count);
  }

  /** Brings the columns to the device; {@code types} are those of the results. */
  KernelPass(Side side, Batch batch, int[] columns, List<DataType> types, Kernel kernel) {
    this.side = side;
    this.batch = batch;
    this.columns = columns;
    this.kernel = kernel;
    List<Field> fields = new ArrayList<>();
    types.forEach(type -> fields.add(type.field("x" + fields.size())));
    this.results = new Schema(fields);
    this.staged = side.backend().stage(batch, columns);
  }

  @Override
  public double inPlace() {
    return side.timeKernels(
        batch.rows(), (context, _, from, count) -> kernel.run(context, staged, from, count));
  }

  @Override
  public Whole whole() {
    long begin = System.nanoTime();
    BatchBuilder[] builders = new BatchBuilder[RowTasks.count(side.backend(), batch.rows())];
    try {
      for (int i = 0; i < builders.length; i++) {
        builders[i] = side.backend().newBuilder(results, side.allocator());
      }
      try (StagedBatch rows = side.backend().stage(batch, columns)) {
        RowTasks.run(
            side.backend(),
            batch.rows(),
            (context, task, from, count) ->
                builders[task].append(context, kernel.run(context, rows, from, count)));
      }
      List<Batch> built = new ArrayList<>();
      for (BatchBuilder builder : builders) {
        built.add(builder.build());
      }
      return new Whole(System.nanoTime() - begin, built);
    } finally {
      for (BatchBuilder builder : builders) {
        if (builder != null) {
          builder.close();
        }
      }
    }
  }

  @Override
  public void close() {
    staged.close();
  }
}
