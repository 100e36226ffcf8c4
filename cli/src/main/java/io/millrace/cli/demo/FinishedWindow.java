package io.millrace.cli.demo;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.Column;
import io.millrace.kernels.batch.ColumnValues;
import io.millrace.sink.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One window's counts.
 *
 * @param start when the window began
 * @param end when it ended
 * @param keys how many keys it has
 * @param rows how many events it has
 * @param top the most frequent keys, the most frequent one first
 */
record FinishedWindow(Instant start, Instant end, long keys, long rows, List<KeyCount> top) {
  /** How many of the keys are kept. */
  static final int TOP = 8;

  private static final Comparator<KeyCount> BY_COUNT =
      Comparator.comparingLong(KeyCount::count)
          .thenComparing(Comparator.comparing(KeyCount::key).reversed());

  /** A key and how often it came. */
  record KeyCount(String key, long count) {}

  /** The last of the windows in a result of {@link DemoStream#counts}. */
  static Optional<FinishedWindow> latest(Result result) {
    List<Batch> batches = result.batches().stream().filter(batch -> batch.rows() > 0).toList();
    if (batches.isEmpty()) {
      return Optional.empty();
    }
    // windows come out in the order of time, and a batch holds groups of one window
    Batch last = batches.getLast();
    Instant start = instant(last.column(0));
    return Optional.of(
        of(
            start,
            instant(last.column(1)),
            batches.stream().filter(batch -> instant(batch.column(0)).equals(start)).toList()));
  }

  private static FinishedWindow of(Instant start, Instant end, List<Batch> groups) {
    PriorityQueue<KeyCount> top = new PriorityQueue<>(BY_COUNT);
    long keys = 0;
    long rows = 0;
    for (Batch batch : groups) {
      keys += batch.rows();
      rows += addTop(batch, top);
    }
    List<KeyCount> descending = new ArrayList<>(top);
    descending.sort(BY_COUNT.reversed());
    return new FinishedWindow(start, end, keys, rows, List.copyOf(descending));
  }

  private static long addTop(Batch batch, PriorityQueue<KeyCount> top) {
    Column counts = batch.column(3);
    long rows = 0;
    for (int row = 0; row < batch.rows(); row++) {
      long count = ColumnValues.getLong(counts, row);
      rows += count;
      if (top.size() < TOP || count >= top.peek().count()) {
        top.add(new KeyCount(String.valueOf(ColumnValues.get(batch.column(2), row)), count));
        if (top.size() > TOP) {
          top.remove();
        }
      }
    }
    return rows;
  }

  private static Instant instant(Column times) {
    long perSecond = times.type().unitsPerSecond();
    long value = ColumnValues.getLong(times, 0);
    return Instant.ofEpochSecond(
        Math.floorDiv(value, perSecond),
        Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond));
  }
}
