package io.millrace.bench.device;

import io.millrace.bench.group.TableRun.Update;
import io.millrace.bench.kernels.RowTasks;
import io.millrace.kernels.StagedBatch;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows into a table. In place, they find the groups of the rows before them, which are the same; a
 * whole pass fills an empty table, brings all groups down, and empties it.
 */
final class TablePass implements Pass {
  private final Side side;
  private final Batch batch;
  private final int[] columns;
  private final TableUpdate update;
  private final StagedBatch staged;
  private final GroupTable known;
  private final GroupTable empty;

  /** Gives a chunk of rows to a table, as {@link Update} does to one that is known beforehand. */
  @FunctionalInterface
  interface TableUpdate {
    /** The update of a table. */
    Update of(GroupTable table);
  }

  TablePass(Side side, Batch batch, int[] columns, TableSpec spec, TableUpdate update) {
    this.side = side;
    this.batch = batch;
    this.columns = columns;
    this.update = update;
    this.staged = side.backend().stage(batch, columns);
    this.known = side.backend().newGroupTable(spec, side.allocator());
    this.empty = side.backend().newGroupTable(spec, side.allocator());
  }

  @Override
  public double inPlace() {
    return side.time(() -> takeIn(known, staged));
  }

  private void takeIn(GroupTable table, StagedBatch rows) {
    Update each = update.of(table);
    RowTasks.run(
        side.backend(),
        batch.rows(),
        (context, _, from, count) -> each.take(context, rows, from, count));
    table.seal();
  }

  @Override
  public Whole whole() {
    long begin = System.nanoTime();
    try (StagedBatch rows = side.backend().stage(batch, columns)) {
      takeIn(empty, rows);
    }
    List<Batch> results = new ArrayList<>();
    for (long pane : empty.panes()) {
      results.addAll(empty.result(pane));
      empty.evict(pane);
    }
    return new Whole(System.nanoTime() - begin, results);
  }

  @Override
  public void close() {
    empty.close();
    known.close();
    staged.close();
  }
}
