package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.plan.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Windows of event time: each comes out once the watermark has passed its end, its panes merged.
 */
final class EventTimeEmission implements Emission {
  private final Node.Group node;
  private final GroupTable table;
  private final EventWindows windows;
  private final WatermarkTracker tracker;
  private final BufferAllocator allocator;

  EventTimeEmission(
      Node.Group node,
      GroupTable table,
      EventWindows windows,
      WatermarkTracker tracker,
      BufferAllocator allocator) {
    this.node = node;
    this.table = table;
    this.windows = windows;
    this.tracker = tracker;
    this.allocator = allocator;
  }

  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    long watermark = run.last() ? Long.MAX_VALUE : tracker.watermarkAfterBatch();
    if (watermark == WatermarkTracker.NONE) {
      return;
    }
    long[] panes = table.panes();
    for (EventWindows.Window window : windows.ending(panes, watermark)) {
      next.accept(result(window, windows.panesOf(window, panes)));
    }
    windows.advance(watermark);
    for (long pane : panes) {
      if (windows.isOver(pane)) {
        table.evict(pane);
      }
    }
  }

  private List<Batch> result(EventWindows.Window window, long[] panes) {
    List<Batch> groups = panes.length == 1 ? table.result(panes[0]) : table.merged(panes);
    List<Batch> result = new ArrayList<>(groups.size());
    try {
      for (Batch batch : groups) {
        result.add(WindowColumns.before(batch, window, node.schema(), allocator));
      }
      return result;
    } catch (RuntimeException | Error e) {
      result.forEach(Batch::close);
      throw e;
    } finally {
      groups.forEach(Batch::close);
    }
  }
}
