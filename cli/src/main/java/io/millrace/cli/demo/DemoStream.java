package io.millrace.cli.demo;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.window;

import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.source.RateSource;
import io.millrace.source.rate.KeyDistribution;
import io.millrace.source.rate.RateColumns;
import java.time.Duration;

/**
 * What the demo computes: how often each key comes, in windows of event time.
 *
 * @param rate events a second, 0 without bound
 * @param keys how many different keys there are
 * @param length of the windows
 * @param slide from one window's begin to the next's
 * @param lateness how late an event may come and still be counted
 */
record DemoStream(long rate, int keys, Duration length, Duration slide, Duration lateness) {
  /** By how much events are out of order. */
  private static final long DISORDER_MILLIS = 500;

  DemoStream {
    requireWindow(length, slide);
  }

  private static void requireWindow(Duration length, Duration slide) {
    window("time", length, slide);
  }

  /** Columns {@code window_start}, {@code window_end}, {@code key}, {@code count}. */
  Stream counts(StreamingContext context) {
    return context
        .rate(generator())
        .withWatermark("time", lateness)
        .groupBy(window("time", length, slide), col("key"))
        .agg(count());
  }

  private RateSource generator() {
    return RateSource.builder()
        .rowsPerSecond(rate)
        .column("time", RateColumns.timestamp(DISORDER_MILLIS))
        .column("key", RateColumns.textKey("key-", KeyDistribution.zipf(keys, 1.0)))
        .build();
  }

  /** The demo in one line. */
  String title() {
    return "Events of "
        + Figures.whole(keys)
        + " keys counted in windows of "
        + Figures.duration(length)
        + (slide.equals(length) ? "" : " every " + Figures.duration(slide))
        + (rate == 0 ? ", as fast as possible" : ", " + Figures.whole(rate) + " rows/s");
  }
}
