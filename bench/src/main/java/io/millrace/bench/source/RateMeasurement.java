package io.millrace.bench.source;

import io.millrace.error.InternalException;
import io.millrace.kernels.memory.Raw;
import io.millrace.source.Limit;
import io.millrace.source.Polled;
import io.millrace.source.RateSource;
import io.millrace.source.SourceContext;
import io.millrace.source.rate.KeyDistribution;
import io.millrace.source.rate.RateColumn;
import io.millrace.source.rate.RateColumns;
import io.millrace.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Rows a second that the generator makes on one core, for several sets of columns. */
public final class RateMeasurement {
  private static final int ROUNDS = 5;
  private static final long ROWS = 50_000_000;

  private RateMeasurement() {}

  /** Prints one line a set of columns: the best of a few rounds. */
  public static void main(String[] args) {
    Map<String, RateColumn> keys = new TreeMap<>();
    keys.put("int64 key, uniform 100,000", RateColumns.longKey(KeyDistribution.uniform(100_000)));
    keys.put("int64 key, zipf 100,000", RateColumns.longKey(KeyDistribution.zipf(100_000, 1.0)));
    keys.put(
        "text key, uniform 100,000", RateColumns.textKey("key-", KeyDistribution.uniform(100_000)));
    keys.put("text key, zipf 1,000", RateColumns.textKey("key-", KeyDistribution.zipf(1_000, 1.0)));
    keys.forEach(
        (name, key) -> {
          double best = 0;
          for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, round(key));
          }
          System.out.printf("timestamp, value, %-28s %6.1f M rows/s%n", name, best / 1e6);
        });
  }

  private static double round(RateColumn key) {
    RateSource.Builder builder =
        RateSource.builder()
            .rowsInAll(ROWS)
            .column("time", RateColumns.timestamp(500))
            .column("key", key)
            .column("value", RateColumns.longs(0, 1000));
    try (BufferAllocator root = new RootAllocator();
        RateSource source = builder.build()) {
      source.open(new SourceContext(root, Clock.system()));
      long rows = 0;
      long started = CoreTime.nanos();
      for (boolean more = true; more; ) {
        try (Polled polled =
            source.poll(new Limit(Long.getLong("rows", 1 << 19), Long.MAX_VALUE))) {
          rows += polled.rows();
          more = polled.more();
          check(Raw.getLong(polled.batches().getLast().column(2).data().memoryAddress()));
        }
      }
      double seconds = (CoreTime.nanos() - started) / 1e9;
      if (rows != ROWS) {
        throw new InternalException(
            "Every row must come: rows=" + rows + ", expected=" + ROWS + ".");
      }
      return rows / seconds;
    }
  }

  private static void check(long value) {
    if (value < 0 || value >= 1000) {
      throw new InternalException("Values must lie in their range: value=" + value + ".");
    }
  }
}
