package io.millrace.bench.device;

import io.millrace.Device;
import io.millrace.bench.compare.Query;
import io.millrace.bench.compare.ResultDigest;
import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.EventRows;
import io.millrace.bench.data.KeyedLongs;
import io.millrace.bench.data.TextLines;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Whole queries on the CPU, on the GPU, and where placement puts each batch, in turns. */
final class QueryTimings {
  private static final int WORDS = 100_000;
  private static final int EVENT_KEYS = 1_000;
  private static final int EVENTS_PER_SECOND = 100_000;

  private final int rounds;
  private final long rows;
  private final long batchRows;
  private final QueryRun.Placement placement;
  private int differences;

  /** Over about so many rows, in batches of so many. */
  QueryTimings(int rounds, long rows, long batchRows, QueryRun.Placement placement) {
    this.rounds = rounds;
    this.rows = rows;
    this.batchRows = batchRows;
    this.placement = placement;
  }

  /** In how many queries a device gave other results than the CPU at first. */
  int differences() {
    return differences;
  }

  private record Timed(Query query, DataSource source) {}

  private List<Timed> queries() {
    return List.of(
        new Timed(Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(rows, 100, false, 1)),
        new Timed(Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(rows, 100_000, false, 1)),
        new Timed(
            Query.SUM_AND_COUNT_BY_KEY, new KeyedLongs(rows, Math.max(1, rows / 4), false, 1)),
        new Timed(Query.COUNT_WORDS, new TextLines(rows * 16, WORDS, 1)),
        new Timed(
            Query.COUNT_BY_TUMBLING_WINDOW,
            new EventRows(
                rows, EVENT_KEYS, Math.min(EVENTS_PER_SECOND, Math.max(1, rows / 20)), 1)));
  }

  /** Runs all of them; a query's rows are in the report as soon as it was measured. */
  void run(TimingReport report) throws Exception {
    Section section =
        new Section(
            "Whole queries",
            String.format(
                Locale.ROOT,
                "From the start of the context to the end of the last micro-batch, calibration and"
                    + " the loading of kernels included, and the rate of the latter half of the"
                    + " batches, in million rows (lines) a second; median (least to greatest) of %d"
                    + " rounds. Batches have at most %,d rows.",
                rounds,
                batchRows),
            List.of(
                "query",
                "device",
                "results",
                "whole",
                "later batches",
                "ran",
                "rows, last reason"));
    report.add(section);
    for (Timed timed : queries()) {
      measure(timed, section);
      report.write();
    }
  }

  private void measure(Timed timed, Section section) throws Exception {
    Map<Device, List<QueryRun>> runs = new EnumMap<>(Device.class);
    for (int round = -1; round < rounds; round++) {
      for (Device device : List.of(Device.CPU, Device.CUDA, Device.AUTO)) {
        runs.computeIfAbsent(device, _ -> new ArrayList<>())
            .add(QueryRun.of(timed.query(), timed.source(), batchRows, device, placement));
      }
    }
    ResultDigest expected = runs.get(Device.CPU).getFirst().digest();
    String name = timed.query().title() + ": " + timed.source().describe();
    runs.forEach(
        (device, all) -> {
          boolean same = all.stream().allMatch(run -> Objects.equals(run.digest(), expected));
          differences += same ? 0 : 1;
          List<QueryRun> counted = all.subList(1, all.size());
          QueryRun last = all.getLast();
          section.add(
              List.of(
                  new Cell.Text(name),
                  new Cell.Text(device.name().toLowerCase(Locale.ROOT)),
                  new Cell.Text(same ? "same" : "**different**"),
                  new Cell.Time(rounds(counted, QueryRun::nanos)),
                  new Cell.Rate(
                      last.laterRows(),
                      Cell.Unit.MILLION_ROWS_PER_SECOND,
                      rounds(counted, QueryRun::laterNanos)),
                  new Cell.Text(String.valueOf(last.batches().size())),
                  new Cell.Text(last.placed())));
        });
  }

  private static Rounds rounds(List<QueryRun> runs, ToDoubleFunction<QueryRun> nanos) {
    return new Rounds(runs.stream().mapToDouble(nanos).toArray());
  }
}
