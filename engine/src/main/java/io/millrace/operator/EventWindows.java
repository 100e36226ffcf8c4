package io.millrace.operator;

import io.millrace.plan.Grouping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The arithmetic of event-time windows, without any I/O. Windows begin at multiples of the slide,
 * and are whole numbers of panes. All times are in the event-time column's unit.
 */
final class EventWindows {
  /** The watermark has not begun. */
  private static final long NO_WATERMARK = WatermarkTracker.NONE;

  private final long length;
  private final long slide;
  private final long pane;
  private long watermark = NO_WATERMARK;
  private volatile long firstOpen;
  private long markedWatermark;
  private long markedFirstOpen;

  EventWindows(Grouping.EventTime grouping) {
    this.length = grouping.length();
    this.slide = grouping.slide();
    this.pane = grouping.pane();
    // all windows of this time and of later ones begin within 64 bits
    this.firstOpen = (Long.MIN_VALUE / slide + length / slide + 2) * slide;
  }

  /** Remembers which windows are over. */
  void mark() {
    markedWatermark = watermark;
    markedFirstOpen = firstOpen;
  }

  /** Goes back to what was remembered. */
  void rollback() {
    watermark = markedWatermark;
    firstOpen = markedFirstOpen;
  }

  /** A window, from its begin to its end, which does not belong to it. */
  record Window(long start, long end) {}

  long paneLength() {
    return pane;
  }

  /** The pane that holds a time. */
  long pane(long time) {
    return Math.floorDiv(time, pane);
  }

  /** The least time that still belongs to a window that has not ended: rows before it are late. */
  long firstOpen() {
    return firstOpen;
  }

  /** The greatest time all of whose windows end within 64 bits. */
  long lastTime() {
    return Long.MAX_VALUE - length - 1;
  }

  /**
   * The windows that hold one of the given panes and end within the old and the new watermark,
   * ascending.
   *
   * @param panes ascending
   */
  List<Window> ending(long[] panes, long newWatermark) {
    TreeSet<Long> starts = new TreeSet<>();
    for (long number : panes) {
      long begin = number * pane;
      long last = Math.floorDiv(begin, slide) * slide;
      for (long start = last; start + length > begin; start -= slide) {
        long end = start + length;
        if (end <= newWatermark && (watermark == NO_WATERMARK || end > watermark)) {
          starts.add(start);
        }
      }
    }
    List<Window> windows = new ArrayList<>(starts.size());
    starts.forEach(start -> windows.add(new Window(start, start + length)));
    return windows;
  }

  /** The panes of a window among the given ones. */
  long[] panesOf(Window window, long[] panes) {
    return Arrays.stream(panes)
        .filter(number -> number * pane >= window.start() && number * pane < window.end())
        .toArray();
  }

  /** Whether no open window holds a pane any more. */
  boolean isOver(long number) {
    return number * pane < firstOpen;
  }

  /** Moves the watermark; windows that end by it are over. */
  void advance(long newWatermark) {
    if (newWatermark == NO_WATERMARK || newWatermark <= watermark) {
      return;
    }
    watermark = newWatermark;
    // the last window that holds time t begins at floor(t / slide) * slide, and is over if it ends
    // by the watermark
    if (newWatermark > Long.MIN_VALUE + length) {
      long open = (Math.floorDiv(newWatermark - length, slide) + 1) * slide;
      firstOpen = Math.max(firstOpen, open);
    }
  }
}
