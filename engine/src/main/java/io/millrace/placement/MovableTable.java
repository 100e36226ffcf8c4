package io.millrace.placement;

import io.millrace.kernels.Backend;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.ForwardingGroupTable;
import io.millrace.kernels.group.GroupTable;
import io.millrace.kernels.group.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A group table whose groups can go to another backend: exported as Arrow there, imported here. It
 * can keep an export as a checkpoint, to begin anew from when a device is lost. Which groups were
 * touched is forgotten on the way, so it moves between batches.
 */
final class MovableTable extends ForwardingGroupTable {
  private final TableSpec spec;
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
      Backend backend, TableSpec spec, BufferAllocator allocator, Consumer<MovableTable> closed) {
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

  /** Lets the checkpoint go. */
  void forget() {
    close(checkpoint);
    close(exported);
    checkpoint = Map.of();
    exported = Map.of();
  }

  private static void close(Map<Long, List<Batch>> states) {
    states.values().forEach(batches -> batches.forEach(Batch::close));
  }

  /** Begins anew on a backend from the checkpoint, which stays. */
  void restore(Backend backend) {
    table.close();
    table = backend.newGroupTable(spec, allocator);
    checkpoint.forEach((pane, batches) -> batches.forEach(state -> table.importState(pane, state)));
    table.clearTouched();
  }

  @Override
  protected GroupTable table() {
    return table;
  }

  @Override
  public void close() {
    forget();
    closed.accept(this);
    table.close();
  }
}
