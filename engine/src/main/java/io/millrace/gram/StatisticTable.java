package io.millrace.gram;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.gram.Gram;
import io.millrace.kernels.gram.GramBatches;
import io.millrace.kernels.group.ForwardingGroupTable;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A table of Gram matrices whose results are a statistic of them. State stays the matrices'. */
public final class StatisticTable extends ForwardingGroupTable {
  private final GroupTable table;
  private final GramSpec spec;
  private final Statistic statistic;
  private final BufferAllocator allocator;

  /** Takes a table over, which it closes. */
  public StatisticTable(
      GroupTable table, GramSpec spec, Statistic statistic, BufferAllocator allocator) {
    this.table = table;
    this.spec = spec;
    this.statistic = statistic;
    this.allocator = allocator;
  }

  @Override
  protected GroupTable table() {
    return table;
  }

  @Override
  public List<Batch> result(long pane) {
    return finished(table.result(pane));
  }

  @Override
  public List<Batch> touched(long pane) {
    return finished(table.touched(pane));
  }

  @Override
  public List<Batch> merged(long[] panes) {
    return finished(table.merged(panes));
  }

  /** The statistic of each batch's matrix; closes the batches. */
  private List<Batch> finished(List<Batch> matrices) {
    List<Batch> finished = new ArrayList<>(matrices.size());
    try {
      for (Batch matrix : matrices) {
        finished.add(finished(GramBatches.read(matrix, spec)));
      }
      return finished;
    } catch (RuntimeException | Error e) {
      finished.forEach(Batch::close);
      throw e;
    } finally {
      matrices.forEach(Batch::close);
    }
  }

  private Batch finished(Gram gram) {
    try (StatisticRows rows = new StatisticRows(statistic.schema(spec.columns()), allocator)) {
      statistic.write(gram, spec.columns(), rows);
      return rows.build();
    }
  }
}
