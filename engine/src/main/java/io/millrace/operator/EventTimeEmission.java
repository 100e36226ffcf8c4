package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.group.GroupTable;
import io.millrace.plan.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Windows of event time: each comes out once the watermark has passed its end, its panes merged, or
 * a pane that {@linkplain FollowingPane follows} the windows moved on.
 */
final class EventTimeEmission implements Emission {
  private final Node.Group node;
  private final GroupTable table;
  private final EventWindows windows;
  private final WatermarkTracker tracker;
  private final BufferAllocator allocator;

  private final OldestRow oldest;

  /** Null if windows are merged anew. */
  private final FollowingPane following;

  EventTimeEmission(
      Node.Group node,
      GroupTable table,
      EventWindows windows,
      WatermarkTracker tracker,
      OldestRow oldest,
      FollowingPane following,
      BufferAllocator allocator) {
    this.node = node;
    this.table = table;
    this.windows = windows;
    this.tracker = tracker;
    this.oldest = oldest;
    this.following = following;
    this.allocator = allocator;
  }

  @Override
  public void mark() {
    windows.mark();
    if (following != null) {
      following.mark();
    }
  }

  @Override
  public void rollback() {
    windows.rollback();
    if (following != null) {
      following.rollback();
    }
  }

  @Override
  public void emit(BatchRun run, Consumer<List<Batch>> next) {
    long watermark = run.last() ? Long.MAX_VALUE : tracker.watermarkAfterBatch();
    if (watermark == WatermarkTracker.NONE) {
      return;
    }
    long[] panes = panes();
    if (following != null) {
      following.changedFrom(windows.pane(oldest.take()));
    }
    for (EventWindows.Window window : windows.ending(panes, watermark)) {
      next.accept(result(window, panes));
    }
    windows.advance(watermark);
    for (long pane : panes) {
      if (windows.isOver(pane)) {
        if (following != null) {
          following.leave(pane);
        }
        table.evict(pane);
      }
    }
  }

  /** The panes of event time. */
  private long[] panes() {
    return Arrays.stream(table.panes()).filter(pane -> pane != FollowingPane.NUMBER).toArray();
  }

  private List<Batch> result(EventWindows.Window window, long[] panes) {
    List<Batch> groups = groups(window, panes);
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

  private List<Batch> groups(EventWindows.Window window, long[] panes) {
    if (following != null) {
      following.moveTo(windows.pane(window.start()), windows.pane(window.end()), panes);
      return table.result(FollowingPane.NUMBER);
    }
    long[] held = windows.panesOf(window, panes);
    return held.length == 1 ? table.result(held[0]) : table.merged(held);
  }
}
