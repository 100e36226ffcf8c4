package io.millrace.bench.group;

import io.millrace.bench.kernels.RowTasks;
import io.millrace.kernels.Backend;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.CpuBackendProvider;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;

/** A batch, and a table that takes it in on all workers as a query would. */
public final class TableRun implements AutoCloseable {
  private final RootAllocator root = new RootAllocator();
  private final Backend backend = new CpuBackendProvider().open(root, 0);
  private final GroupTable table;
  private final Batch batch;

  /** Makes the table, and the batch with memory of the allocator that it is given. */
  public TableRun(TableSpec spec, Function<RootAllocator, Batch> data) {
    this.table = backend.newGroupTable(spec, root);
    this.batch = data.apply(root);
  }

  /** Gives a chunk of rows to a table. */
  @FunctionalInterface
  public interface Update {
    /** Loads {@code count} rows behind the first {@code from} and gives them to the table. */
    void take(KernelContext context, StagedBatch staged, int from, int count);
  }

  /** The table. */
  public GroupTable table() {
    return table;
  }

  /** Takes in all rows; returns the number of groups. */
  public long takeIn(Update update) {
    int[] all = IntStream.range(0, batch.columns().size()).toArray();
    try (StagedBatch staged = backend.stage(batch, all)) {
      RowTasks.run(
          backend,
          batch.rows(),
          (context, _, from, count) -> update.take(context, staged, from, count));
      table.seal();
    }
    return table.groups();
  }

  @Override
  public void close() {
    table.close();
    batch.close();
    backend.close();
    root.close();
  }
}
