package io.millrace.bench.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.window;

import io.millrace.Stream;
import io.millrace.bench.compare.Query;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The queries as a program would write them. */
public final class MillraceQueries {
  private static final Duration WINDOW = Duration.of(Query.WINDOW_MICROS, ChronoUnit.MICROS);
  private static final Duration SLIDE = Duration.of(Query.SLIDE_MICROS, ChronoUnit.MICROS);

  /** More than the disorder of the generated events, so no row is late. */
  private static final Duration LATENESS = Duration.ofSeconds(5);

  private MillraceQueries() {}

  /** The query over rows, or lines of a file, as {@link Query} says. */
  public static Stream apply(Query query, Stream rows) {
    return switch (query) {
      case SUM_AND_COUNT_BY_KEY -> rows.groupBy("key").agg(sum("value"), count());
      case COUNT_BY_KEY -> rows.groupBy("key").count();
      case COUNT_WORDS -> words(rows, "line");
      case COUNT_WORDS_OF_FILE -> words(rows, "value");
      case COUNT_BY_TUMBLING_WINDOW -> windowed(rows, WINDOW);
      case COUNT_BY_SLIDING_WINDOW -> windowed(rows, SLIDE);
    };
  }

  private static Stream words(Stream lines, String column) {
    return lines.flatMap(split(col(column), " ").as("word")).countByValue();
  }

  private static Stream windowed(Stream rows, Duration slide) {
    return rows.withWatermark("time", LATENESS)
        .groupBy(window("time", WINDOW, slide), "key")
        .count()
        .select("window_start", "key", "count");
  }
}
