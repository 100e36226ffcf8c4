package io.millrace.bench.compare;

import io.millrace.bench.data.DataSource;
import io.millrace.bench.data.EventRows;
import io.millrace.bench.data.KeyedLongs;
import io.millrace.bench.data.KeyedStrings;
import io.millrace.bench.data.TextLines;
import java.util.ArrayList;
import java.util.List;

/** All scenarios, in the order in which they run. */
public final class Scenarios {
  private static final Goal TWICE = new Goal.TimesBestPeer(2.0);

  private Scenarios() {}

  /** The scenarios over data of a scale. */
  public static List<Scenario> of(Scale scale) {
    List<Scenario> all = new ArrayList<>();
    all.add(longs("long-100", scale, 100, false, List.of(TWICE, new Goal.ShareOfBound(0.4))));
    all.add(longs("long-100k", scale, 100_000, false, List.of(TWICE)));
    all.add(longs("long-10m", scale, scale.manyKeys(), false, List.of(TWICE)));
    all.add(longs("dense-100", scale, 100, true, List.of()));
    all.add(longs("dense-100k", scale, 100_000, true, List.of()));
    all.add(strings("string-100", scale, 100));
    all.add(strings("string-100k", scale, 100_000));
    all.add(strings("string-10m", scale, scale.manyKeys()));
    addText(all, scale);
    addEvents(all, scale);
    return all;
  }

  private static Scenario longs(
      String name, Scale scale, long keys, boolean dense, List<Goal> goals) {
    DataSource source = new KeyedLongs(scale.rows(), keys, dense, scale.seed());
    return new Scenario(name, Query.SUM_AND_COUNT_BY_KEY, source, goals);
  }

  private static Scenario strings(String name, Scale scale, long keys) {
    DataSource source = new KeyedStrings(scale.rows(), keys, scale.seed());
    return new Scenario(name, Query.SUM_AND_COUNT_BY_KEY, source, List.of(TWICE));
  }

  private static void addText(List<Scenario> all, Scale scale) {
    DataSource text = new TextLines(scale.textBytes(), scale.words(), scale.seed());
    List<Goal> goals = List.of(new Goal.TimesBestPeer(3.0));
    all.add(new Scenario("text", Query.COUNT_WORDS, text, goals));
    all.add(new Scenario("text-file", Query.COUNT_WORDS_OF_FILE, text, goals));
  }

  private static void addEvents(List<Scenario> all, Scale scale) {
    DataSource events =
        new EventRows(scale.rows(), scale.eventKeys(), scale.eventRowsPerSecond(), scale.seed());
    all.add(new Scenario("event-plain", Query.COUNT_BY_KEY, events, List.of()));
    all.add(
        new Scenario(
            "event-tumbling",
            Query.COUNT_BY_TUMBLING_WINDOW,
            events,
            List.of(new Goal.ShareOfScenario(0.6, "event-plain"))));
    all.add(
        new Scenario(
            "event-sliding",
            Query.COUNT_BY_SLIDING_WINDOW,
            events,
            List.of(new Goal.ShareOfScenario(0.5, "event-plain"))));
  }
}
