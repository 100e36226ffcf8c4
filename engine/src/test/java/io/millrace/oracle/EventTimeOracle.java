package io.millrace.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Event-time windows, one row at a time: each open window keeps its rows, and a row is put into
 * every window that holds it and has not ended.
 */
final class EventTimeOracle {
  private final long length;
  private final long slide;
  private final long lateness;
  private final TreeMap<Long, List<Row>> open = new TreeMap<>();
  private Long greatest;
  final List<Row> late = new ArrayList<>();

  EventTimeOracle(long length, long slide, long lateness) {
    this.length = length;
    this.slide = slide;
    this.lateness = lateness;
  }

  /** Takes a batch; gives the windows that it ends, each with its rows. */
  TreeMap<Long, List<Row>> batch(List<Row> rows) {
    Long watermark = greatest == null ? null : greatest - lateness;
    for (Row row : rows) {
      Long time = (Long) row.get(Input.T);
      if (time == null || !putIntoWindows(row, time, watermark)) {
        late.add(row);
      }
      if (time != null && (greatest == null || time > greatest)) {
        greatest = time;
      }
    }
    return greatest == null ? new TreeMap<>() : ended(greatest - lateness);
  }

  /** The end of the stream ends all windows. */
  TreeMap<Long, List<Row>> end() {
    return ended(Long.MAX_VALUE);
  }

  private boolean putIntoWindows(Row row, long time, Long watermark) {
    boolean any = false;
    for (long start = time - length; start <= time; start++) {
      boolean holds = Math.floorMod(start, slide) == 0 && time < start + length;
      if (holds && (watermark == null || start + length > watermark)) {
        open.computeIfAbsent(start, _ -> new ArrayList<>()).add(row);
        any = true;
      }
    }
    return any;
  }

  private TreeMap<Long, List<Row>> ended(long watermark) {
    TreeMap<Long, List<Row>> ended = new TreeMap<>();
    while (!open.isEmpty() && open.firstKey() <= watermark - length) {
      var first = open.pollFirstEntry();
      ended.put(first.getKey(), first.getValue());
    }
    return ended;
  }
}
