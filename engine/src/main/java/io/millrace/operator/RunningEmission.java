package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Groups that are kept for as long as the query runs: all of them come out, or those that the batch
 * changed.
 */
final class RunningEmission implements Emission {
  private final GroupTable table;
  private final boolean complete;

  RunningEmission(GroupTable table, boolean complete) {
    this.table = table;
    this.complete = complete;
    if (!complete) {
      table.clearTouched();
    }
  }

  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    if (complete) {
      next.accept(table.result(0));
      return;
    }
    List<Batch> touched = table.touched(0);
    try {
      table.clearTouched();
    } catch (RuntimeException | Error e) {
      touched.forEach(Batch::close);
      throw e;
    }
    next.accept(touched);
  }
}
