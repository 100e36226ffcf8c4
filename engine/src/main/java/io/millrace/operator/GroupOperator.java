package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import java.util.List;

/**
 * Groups and aggregates. The same for every grouping in time; which pane a row goes to is the
 * {@link GroupStage}'s, what comes out of the panes, and when, the {@link Emission}'s.
 */
final class GroupOperator implements Breaker {
  private final GroupTable table;
  private final Stage entry;
  private final Emission emission;
  private final Stage next;

  GroupOperator(GroupTable table, Stage entry, Emission emission, Stage next) {
    this.table = table;
    this.entry = entry;
    this.emission = emission;
    this.next = next;
  }

  @Override
  public Stage entry() {
    return entry;
  }

  @Override
  public void finish(BatchRun run) {
    table.seal();
    emission.emit(run, batches -> pass(run, batches));
  }

  private void pass(BatchRun run, List<Batch> batches) {
    try {
      run.drive(batches, next);
    } finally {
      batches.forEach(Batch::close);
    }
  }

  @Override
  public void begin() {
    emission.mark();
  }

  @Override
  public void rollback() {
    emission.rollback();
  }

  @Override
  public long stateRows() {
    return table.groups();
  }

  @Override
  public long stateBytes() {
    return table.bytes();
  }

  @Override
  public void close() {
    table.close();
  }
}
