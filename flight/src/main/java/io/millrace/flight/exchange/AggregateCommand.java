package io.millrace.flight.exchange;

import static io.millrace.Functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.Agg;
import io.millrace.Functions;
import io.millrace.GroupedStream;
import io.millrace.Stream;
import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.expr.Names;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The built-in query, as clients describe it: {@code {"by": ["user"], "aggregates": {"total":
 * ["amount", "sum"], "rows": ["count"]}, "running": false}}.
 *
 * @param by columns that make the groups; none for all rows together
 * @param aggregates for each result column the input column and the function; the count of rows has
 *     no column
 * @param running whether groups are kept from batch to batch
 */
public record AggregateCommand(
    List<String> by, Map<String, List<String>> aggregates, boolean running)
    implements UnaryOperator<Stream> {
  private static final String COUNT = "count";

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
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof UserException told
          ? told
          : new UserException(
              "A command is JSON with by, aggregates and running: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UserException("A command is JSON: " + e.getMessage(), e);
    }
  }

  @Override
  public Stream apply(Stream rows) {
    GroupedStream groups = rows.groupBy(by.toArray(String[]::new));
    Agg[] computed =
        aggregates.entrySet().stream()
            .map(one -> aggregate(one.getValue()).as(one.getKey()))
            .toArray(Agg[]::new);
    return (running ? groups.running() : groups).agg(computed);
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
