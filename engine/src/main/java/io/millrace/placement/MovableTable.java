package io.millrace.placement;

import io.millrace.kernels.Backend;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupSpec;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.GroupWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A group table whose groups can go to another backend: exported as Arrow there, imported here. It
 * can keep an export as a checkpoint, to begin anew from when a device is lost. Which groups were
 * touched is forgotten on the way, so it moves between batches.
 */
final class MovableTable implements GroupTable {
  private final GroupSpec spec;
  private final BufferAllocator allocator;
  private Map<Long, List<Batch>> checkpoint = Map.of();
  private Map<Long, List<Batch>> exported = Map.of();
  private final Consumer<MovableTable> closed;
  private GroupTable table;

  /**
   * An empty table.
   *
   * @param closed told when this is closed
   */
  MovableTable(
      Backend backend, GroupSpec spec, BufferAllocator allocator, Consumer<MovableTable> closed) {
    this.spec = spec;
    this.allocator = allocator;
    this.closed = closed;
    this.table = backend.newGroupTable(spec, allocator);
  }

  /** Brings all groups to the host, beside the checkpoint. */
  void export() {
    close(exported);
    exported = new TreeMap<>();
    for (long pane : table.panes()) {
      exported.put(pane, table.exportState(pane));
    }
  }

  /** Makes what was exported last the checkpoint. */
  void keep() {
    close(checkpoint);
    checkpoint = exported;
    exported = Map.of();
  }

  private static void close(Map<Long, List<Batch>> states) {
    states.values().forEach(batches -> batches.forEach(Batch::close));
  }

  /** Moves to a backend, with all groups. The checkpoint is gone then. */
  void move(Backend backend) {
    export();
    keep();
    restore(backend);
    keep();
  }

  /** Begins anew on a backend from the checkpoint, which stays. */
  void restore(Backend backend) {
    table.close();
    table = backend.newGroupTable(spec, allocator);
    checkpoint.forEach((pane, batches) -> batches.forEach(state -> table.importState(pane, state)));
    table.clearTouched();
  }

  @Override
  public GroupSpec spec() {
    return spec;
  }

  @Override
  public GroupWriter writer(KernelContext context) {
    return table.writer(context);
  }

  @Override
  public void seal() {
    table.seal();
  }

  @Override
  public long[] panes() {
    return table.panes();
  }

  @Override
  public long groups() {
    return table.groups();
  }

  @Override
  public long bytes() {
    return table.bytes();
  }

  @Override
  public List<Batch> result(long pane) {
    return table.result(pane);
  }

  @Override
  public List<Batch> touched(long pane) {
    return table.touched(pane);
  }

  @Override
  public void clearTouched() {
    table.clearTouched();
  }

  @Override
  public List<Batch> merged(long[] panes) {
    return table.merged(panes);
  }

  @Override
  public void merge(long from, long into) {
    table.merge(from, into);
  }

  @Override
  public void deduct(long pane, long from) {
    table.deduct(pane, from);
  }

  @Override
  public void evict(long pane) {
    table.evict(pane);
  }

  @Override
  public Schema stateSchema() {
    return table.stateSchema();
  }

  @Override
  public List<Batch> exportState(long pane) {
    return table.exportState(pane);
  }

  @Override
  public void importState(long pane, Batch state) {
    table.importState(pane, state);
  }

  @Override
  public void close() {
    close(checkpoint);
    close(exported);
    closed.accept(this);
    table.close();
  }
}
