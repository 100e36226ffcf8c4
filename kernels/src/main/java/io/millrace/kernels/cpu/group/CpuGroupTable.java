package io.millrace.kernels.cpu.group;

import io.millrace.error.InternalException;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.cpu.group.scatter.Scatter;
import io.millrace.kernels.cpu.work.CpuWorkers;
import io.millrace.kernels.group.Aggregate;
import io.millrace.kernels.group.AggregateFunction;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.GroupWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Group tables on the CPU. Workers group into tables of their own while keys are few, which are
 * merged at the seal; they scatter rows by hash while keys are many, and each partition is grouped
 * by itself. {@code docs/grouping.md} says why, with figures.
 *
 * <p>Touched groups are tracked from the first {@link #clearTouched()} on; until then all groups
 * count as touched.
 */
public final class CpuGroupTable implements GroupTable {
  private final GroupSpec spec;
  private final CpuWorkers workers;
  private final Tuning tuning;
  private final Panes panes;
  private final List<Scratch> scratch;
  private final List<CpuGroupWriter> writers = new ArrayList<>();
  private final GroupColumns stateColumns;
  private final GroupBatches results;
  private final GroupBatches states;
  private final PaneMerger merger;

  /**
   * An empty table. Result batches and the bytes of keys come from {@code allocator}; the workers
   * stay the caller's.
   */
  public CpuGroupTable(GroupSpec spec, BufferAllocator allocator, CpuWorkers workers) {
    this(spec, allocator, workers, Tuning.DEFAULT);
  }

  CpuGroupTable(GroupSpec spec, BufferAllocator allocator, CpuWorkers workers, Tuning tuning) {
    this.spec = spec;
    this.workers = workers;
    this.tuning = tuning;
    this.panes = new Panes(spec, allocator, tuning);
    this.scratch = Scratch.forWorkers(spec, workers.count());
    for (int worker = 0; worker < workers.count(); worker++) {
      writers.add(new CpuGroupWriter(spec, worker, panes, scratch.get(worker), allocator, tuning));
    }
    this.stateColumns = GroupColumns.state(spec);
    this.results =
        new GroupBatches(GroupColumns.results(spec), allocator, workers, scratch, tuning);
    this.states = new GroupBatches(stateColumns, allocator, workers, scratch, tuning);
    this.merger = new PaneMerger(workers, scratch, tuning);
  }

  @Override
  public GroupSpec spec() {
    return spec;
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return writer(context.worker());
  }

  GroupWriter writer(int worker) {
    return writers.get(worker);
  }

  @Override
  public void seal() {
    writers.forEach(CpuGroupWriter::flushLocal);
    Set<Long> scattered = new TreeSet<>();
    writers.forEach(writer -> scattered.addAll(writer.scattered().panes()));
    for (long number : scattered) {
      group(number);
    }
    for (Pane pane : panes.all()) {
      pane.settle(scratch.getFirst());
    }
    writers.forEach(writer -> writer.scattered().reset());
  }

  /** Groups the rows that were scattered for a pane, partition by partition. */
  private void group(long number) {
    Pane pane = panes.getOrCreate(number);
    long rows = 0;
    for (int p = 0; p < tuning.partitions(); p++) {
      rows += rows(number, p);
    }
    if (rows < tuning.parallelRows()) {
      for (int p = 0; p < tuning.partitions(); p++) {
        group(pane, number, p, 0);
      }
    } else {
      workers.forEach(tuning.partitions(), (worker, p) -> group(pane, number, p, worker));
    }
  }

  private long rows(long number, int partition) {
    long rows = 0;
    for (CpuGroupWriter writer : writers) {
      rows += writer.scattered().rows(number, partition);
    }
    return rows;
  }

  private void group(Pane pane, long number, int partition, int worker) {
    for (CpuGroupWriter writer : writers) {
      Scatter scatter = writer.scattered();
      writers.get(worker).drain(scatter, pane, number, partition);
    }
  }

  @Override
  public long[] panes() {
    return panes.numbers();
  }

  @Override
  public long groups() {
    return panes.all().stream().mapToLong(Pane::groups).sum();
  }

  @Override
  public long bytes() {
    return panes.bytes() + writers.stream().mapToLong(CpuGroupWriter::bytes).sum();
  }

  @Override
  public List<Batch> result(long pane) {
    return write(results, panes.get(pane), GroupCursor.Which.ALL);
  }

  @Override
  public List<Batch> touched(long pane) {
    return write(results, panes.get(pane), GroupCursor.Which.TOUCHED);
  }

  private static List<Batch> write(GroupBatches batches, Pane pane, GroupCursor.Which which) {
    return pane == null ? List.of() : batches.write(pane.stores(), which);
  }

  @Override
  public void clearTouched() {
    panes.clearTouched();
  }

  @Override
  public List<Batch> merged(long[] numbers) {
    List<Pane> from =
        Arrays.stream(numbers).distinct().mapToObj(panes::get).filter(Objects::nonNull).toList();
    if (from.size() == 1) {
      return write(results, from.getFirst(), GroupCursor.Which.ALL);
    }
    return withSpare(
        into -> {
          merger.absorb(from, into, Absorption.MERGE);
          return write(results, into, GroupCursor.Which.ALL);
        });
  }

  private interface Work<T> {
    T with(Pane spare);
  }

  private <T> T withSpare(Work<T> work) {
    Pane spare = panes.borrow();
    try {
      return work.with(spare);
    } finally {
      panes.giveBack(spare);
    }
  }

  @Override
  public void merge(long from, long into) {
    absorb(from, into, Absorption.MERGE);
  }

  @Override
  public void deduct(long pane, long from) {
    boolean counts = false;
    for (Aggregate aggregate : spec.aggregates()) {
      counts |= aggregate.function() == AggregateFunction.COUNT_ALL;
      if (!aggregate.function().deducts()) {
        throw new InternalException(
            "Only aggregates that can be undone are deducted: aggregate=" + aggregate + ".");
      }
    }
    if (!counts) {
      throw new InternalException(
          "A table that deducts must count all rows: aggregates=" + spec.aggregates() + ".");
    }
    absorb(pane, from, Absorption.DEDUCT);
  }

  private void absorb(long from, long into, Absorption how) {
    Pane source = panes.get(from);
    if (source == null || source.groups() == 0) {
      return;
    }
    if (from == into) {
      throw new InternalException(
          "A pane is merged into or deducted from another: pane=" + from + ".");
    }
    merger.absorb(List.of(source), panes.getOrCreate(into), how);
  }

  @Override
  public void evict(long pane) {
    panes.evict(pane);
  }

  @Override
  public Schema stateSchema() {
    return stateColumns.schema();
  }

  @Override
  public List<Batch> exportState(long pane) {
    return write(states, panes.get(pane), GroupCursor.Which.ALL);
  }

  @Override
  public void importState(long pane, Batch state) {
    withSpare(
        spare -> {
          new StateImport(spec, stateColumns).read(state, spare, scratch.getFirst());
          spare.settle(scratch.getFirst());
          merger.absorb(List.of(spare), panes.getOrCreate(pane), Absorption.MERGE);
          return spare;
        });
  }

  @Override
  public void close() {
    writers.forEach(CpuGroupWriter::close);
    panes.close();
  }
}
