package io.millrace.samples;

import io.millrace.Limits;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.source.RateSource;
import io.millrace.source.rate.KeyDistribution;
import io.millrace.source.rate.RateColumns;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Makes the input of the samples that read Arrow IPC files: purchases with a time, a user and an
 * amount, 20,000 in a file, the same ones as CSV beside them. The same rows each time.
 *
 * <p>Arguments: {@code [folder of IPC files] [folder of CSV files]}, {@code samples/target/events}
 * and {@code samples/target/events-csv} unless given.
 */
public final class MakeEvents {
  private static final long ROWS = 100_000;
  private static final long ROWS_A_FILE = 20_000;
  private static final long ROWS_A_SECOND = 2_000;
  private static final long MOST_MILLIS_LATE = 800;

  private MakeEvents() {}

  /** Runs the sample. */
  public static void main(String[] arguments) throws InterruptedException {
    Path ipc = Path.of(arguments.length > 0 ? arguments[0] : "samples/target/events");
    Path csv = Path.of(arguments.length > 1 ? arguments[1] : "samples/target/events-csv");
    RateSource purchases =
        RateSource.builder()
            .rowsInAll(ROWS)
            .eventsPerSecond(ROWS_A_SECOND)
            .startMillis(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli())
            .column("time", RateColumns.timestamp(MOST_MILLIS_LATE))
            .column("user", RateColumns.textKey("user-", KeyDistribution.zipf(12, 1.0)))
            .column("amount", RateColumns.longs(1, 100))
            .build();

    try (StreamingContext context =
        StreamingContext.builder()
            .trigger(Trigger.AVAILABLE_NOW)
            .limits(Limits.DEFAULT.withMaxRows(ROWS_A_FILE).withBackPressure(false))
            .create()) {
      Stream made = context.rate(purchases);
      made.saveAsIpcFiles(ipc);
      made.saveAsCsvFiles(csv);
      context.start();
      context.awaitTermination();
    }
  }
}
