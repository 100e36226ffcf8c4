package io.millrace.kernels.gram;

import io.millrace.error.InternalException;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GramSpec;
import io.millrace.kernels.group.GroupTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table of Gram matrices, one a pane. They are small and stay on the host; where the rows are
 * multiplied is a subclass's.
 */
public abstract class GramTable implements GroupTable {
  private final GramSpec spec;
  private final BufferAllocator allocator;
  private final TreeMap<Long, Gram> panes = new TreeMap<>();
  private final Set<Long> touched = new HashSet<>();

  /** An empty table, whose batches come from {@code allocator}. */
  protected GramTable(GramSpec spec, BufferAllocator allocator) {
    this.spec = spec;
    this.allocator = allocator;
  }

  /** A pane that is about to change, made if need be. */
  protected final Gram touch(long pane) {
    touched.add(pane);
    return panes.computeIfAbsent(pane, _ -> new Gram(spec.columns().size()));
  }

  @Override
  public final GramSpec spec() {
    return spec;
  }

  @Override
  public final long[] panes() {
    return panes.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public final long groups() {
    return panes.size();
  }

  /** Bytes of the panes. */
  @Override
  public long bytes() {
    return panes.values().stream().mapToLong(Gram::bytes).sum();
  }

  @Override
  public final List<Batch> result(long pane) {
    Gram gram = panes.get(pane);
    return gram == null ? List.of() : List.of(write(gram));
  }

  private Batch write(Gram gram) {
    return GramBatches.write(gram, spec.resultSchema(), allocator);
  }

  @Override
  public final List<Batch> touched(long pane) {
    return touched.contains(pane) ? result(pane) : List.of();
  }

  @Override
  public final void clearTouched() {
    touched.clear();
  }

  @Override
  public final List<Batch> merged(long[] numbers) {
    Gram all = null;
    for (long number : new TreeSet<>(Arrays.stream(numbers).boxed().toList())) {
      Gram pane = panes.get(number);
      if (pane != null) {
        all = all == null ? new Gram(spec.columns().size()) : all;
        all.merge(pane);
      }
    }
    return all == null ? List.of() : List.of(write(all));
  }

  @Override
  public final void merge(long from, long into) {
    Gram source = panes.get(from);
    if (source == null) {
      return;
    }
    if (from == into) {
      throw new InternalException("A pane is merged into another: pane=" + from + ".");
    }
    touch(into).merge(source);
  }

  @Override
  public final void deduct(long pane, long from) {
    throw new InternalException(
        "A Gram matrix is not deducted, it would keep rounding errors: pane="
            + pane
            + ", from="
            + from
            + ".");
  }

  @Override
  public final void evict(long pane) {
    panes.remove(pane);
    touched.remove(pane);
  }

  @Override
  public final Schema stateSchema() {
    return spec.resultSchema();
  }

  @Override
  public final List<Batch> exportState(long pane) {
    return result(pane);
  }

  @Override
  public final void importState(long pane, Batch state) {
    Gram imported = GramBatches.read(state, spec);
    if (state.rows() > 0) {
      touch(pane).merge(imported);
    }
  }
}
