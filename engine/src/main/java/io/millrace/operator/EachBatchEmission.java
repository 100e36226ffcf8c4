package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import java.util.List;
import java.util.function.Consumer;

/** Each micro-batch by itself: all groups come out, and are forgotten. */
record EachBatchEmission(GroupTable table, RowForNothing rowForNothing) implements Emission {
  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    List<Batch> result = rowForNothing.orDefault(table.result(0));
    try {
      table.evict(0);
    } catch (RuntimeException | Error e) {
      result.forEach(Batch::close);
      throw e;
    }
    next.accept(result);
  }
}
