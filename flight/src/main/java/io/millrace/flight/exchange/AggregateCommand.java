package io.millrace.flight.exchange;

import static io.millrace.Functions.col;
import static io.millrace.Functions.lit;
import static io.millrace.Functions.window;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.Agg;
import io.millrace.Functions;
import io.millrace.Stream;
import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.expr.Names;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The built-in query, as clients describe it: {@code {"by": ["user"], "aggregates": {"total":
 * ["amount", "sum"], "rows": ["count"]}, "over": "all"}}.
 *
 * @param by columns that make the groups; none for all rows together
 * @param aggregates for each result column the input column and the function; the count of rows has
 *     no column
 * @param over what is aggregated together; null for all rows
 */
public record AggregateCommand(List<String> by, Map<String, List<String>> aggregates, Over over)
    implements UnaryOperator<Stream> {
  /** What is aggregated together. */
  public enum Over {
    /** All rows; the result comes when the client has ended. */
    ALL,
    /** Each batch by itself. */
    BATCH,
    /** All rows so far: each batch gives the groups that it changed. */
    RUNNING;

    private static final List<String> WORDS = List.of("all", "batch", "running");

    @JsonCreator
    static Over of(String word) {
      int index = WORDS.indexOf(word);
      if (index < 0) {
        throw new UserException(
            "What is aggregated together must be known: over="
                + word
                + ", nearest="
                + Names.nearest(WORDS, word)
                + ".");
      }
      return values()[index];
    }
  }

  private static final String COUNT = "count";

  /** A column of one time: rows are in one window, which ends when they do. */
  private static final String SAME_TIME = "millrace same time";

  private static final Map<String, Function<Expr, Agg>> FUNCTIONS =
      new LinkedHashMap<>(
          Map.of(
              COUNT,
              Functions::count,
              "sum",
              Functions::sum,
              "min",
              Functions::min,
              "max",
              Functions::max,
              "mean",
              Functions::mean,
              "variance",
              Functions::variance,
              "stddev",
              Functions::stddev,
              "first",
              Functions::first,
              "last",
              Functions::last,
              "approx_count_distinct",
              Functions::approxCountDistinct));

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public AggregateCommand {
    by = by == null ? List.of() : List.copyOf(by);
    over = over == null ? Over.ALL : over;
    aggregates = aggregates == null ? Map.of() : new LinkedHashMap<>(aggregates);
    if (by.isEmpty() && aggregates.isEmpty()) {
      throw new UserException(
          "An aggregate has groups or something to compute: by=[], aggregates={}. Give one of"
              + " them.");
    }
  }

  /**
   * Reads a command.
   *
   * @throws UserException if it is not of this form
   */
  public static AggregateCommand parse(byte[] command) {
    try {
      return JSON.readValue(command, AggregateCommand.class);
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof UserException told
          ? told
          : new UserException(
              "A command is JSON with by, aggregates and over, each of its form: at="
                  + e.getPath().stream()
                      .map(JsonMappingException.Reference::getFieldName)
                      .filter(Objects::nonNull)
                      .collect(Collectors.joining(", "))
                  + ".",
              e);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "A command is JSON with by, aggregates and over: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserException("A command is JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public Stream apply(Stream rows) {
    Agg[] computed =
        aggregates.entrySet().stream()
            .map(one -> aggregate(one.getValue()).as(one.getKey()))
            .toArray(Agg[]::new);
    String[] keys = by.toArray(String[]::new);
    // says what is wrong with the caller's columns before there are any of ours
    Stream batches = rows.groupBy(keys).agg(computed);
    return switch (over) {
      case BATCH -> batches;
      case RUNNING -> rows.groupBy(keys).running().agg(computed);
      case ALL -> overAll(rows, keys, computed);
    };
  }

  private Stream overAll(Stream rows, String[] keys, Agg[] computed) {
    Expr[] columns =
        java.util.stream.Stream.concat(by.stream(), aggregates.keySet().stream())
            .map(Functions::col)
            .toArray(Expr[]::new);
    return rows.withColumn(SAME_TIME, lit(Instant.EPOCH))
        .withWatermark(SAME_TIME, Duration.ZERO)
        .groupBy(window(SAME_TIME, Duration.ofDays(1)), keys)
        .agg(computed)
        .select(columns);
  }

  private static Agg aggregate(List<String> words) {
    if (words.equals(List.of(COUNT))) {
      return Functions.count();
    }
    if (words.size() != 2) {
      throw new UserException(
          "An aggregate is a column and a function, or count alone: aggregate=" + words + ".");
    }
    Function<Expr, Agg> function = FUNCTIONS.get(words.getLast());
    if (function == null) {
      throw new UserException(
          "An aggregate's function must be known: function="
              + words.getLast()
              + ", nearest="
              + Names.nearest(List.copyOf(FUNCTIONS.keySet()), words.getLast())
              + ".");
    }
    return function.apply(col(words.getFirst()));
  }
}
