package io.millrace.bench.device;

import static io.millrace.Functions.abs;
import static io.millrace.Functions.approxCountDistinct;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.coalesce;
import static io.millrace.Functions.col;
import static io.millrace.Functions.concat;
import static io.millrace.Functions.count;
import static io.millrace.Functions.dateTrunc;
import static io.millrace.Functions.first;
import static io.millrace.Functions.floor;
import static io.millrace.Functions.hour;
import static io.millrace.Functions.last;
import static io.millrace.Functions.least;
import static io.millrace.Functions.length;
import static io.millrace.Functions.max;
import static io.millrace.Functions.mean;
import static io.millrace.Functions.min;
import static io.millrace.Functions.not;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sqrt;
import static io.millrace.Functions.stddev;
import static io.millrace.Functions.substring;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.trim;
import static io.millrace.Functions.upper;
import static io.millrace.Functions.window;

import io.millrace.Agg;
import io.millrace.GroupedStream;
import io.millrace.OutputMode;
import io.millrace.Stream;
import io.millrace.expr.Expr;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A program made at random from a seed, over the columns {@code i}, {@code n}, {@code d}, {@code
 * s}, {@code b} and {@code t}: filters, computed columns, and at most one grouping.
 */
final class RandomPlan implements UnaryOperator<Stream> {
  private final long seed;
  private Random random;

  RandomPlan(long seed) {
    this.seed = seed;
  }

  @Override
  public Stream apply(Stream input) {
    random = new Random(seed);
    Stream stream = input;
    boolean events = random.nextInt(4) == 0;
    if (events) {
      stream = stream.withWatermark("t", Duration.ofSeconds(random.nextInt(5)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      stream =
          random.nextBoolean()
              ? stream.filter(condition(2))
              : stream.withColumn("i", number(2)).withColumn("s", text(2));
    }
    if (events) {
      Duration slide = Duration.ofSeconds(1 + random.nextInt(3));
      return stream
          .groupBy(window("t", slide.multipliedBy(1 + random.nextInt(4)), slide), keys())
          .agg(aggregates());
    }
    return switch (random.nextInt(7)) {
      case 0 -> stream.select(number(3).as("x"), text(2).as("y"), condition(2).as("z"));
      case 1 -> stream.flatMap(split(text(1)).as("word"));
      case 2 -> aggregated(stream.groupBy(keys()).running(OutputMode.COMPLETE));
      case 3 -> aggregated(stream.groupBy(keys()).running());
      case 4 -> statistic(random.nextBoolean() ? stream.groupBy() : stream.groupBy().running());
      default -> aggregated(stream.groupBy(keys()));
    };
  }

  private Stream aggregated(GroupedStream grouped) {
    return grouped.agg(aggregates());
  }

  /** Over numbers that have little to do with one another, so that no entry is only rounding. */
  private Stream statistic(GroupedStream grouped) {
    Expr sum = col("d").plus(number(1)).as("x");
    return switch (random.nextInt(3)) {
      case 0 -> grouped.covariance(col("d"), col("i"), sum);
      case 1 -> grouped.correlation(col("d"), col("n"), sum);
      default -> grouped.leastSquares(sum, col("d"), col("n"));
    };
  }

  private Expr[] keys() {
    List<Expr> keys = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      Expr key =
          switch (random.nextInt(6)) {
            case 0 -> col("i").mod(7);
            case 1 -> col("s");
            case 2 -> col("b");
            case 3 -> col("n");
            case 4 -> floor(col("d").divide(100));
            default -> substring(col("s"), 1, 1);
          };
      keys.add(key.as("k" + i));
    }
    return keys.toArray(Expr[]::new);
  }

  private Agg[] aggregates() {
    List<Agg> aggregates = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Agg aggregate =
          switch (random.nextInt(12)) {
            case 0 -> count();
            case 1 -> count(text(1));
            case 2 -> sum(number(1));
            case 3 -> sum(col("d"));
            case 4 -> min(number(1));
            case 5 -> max(col("d"));
            case 6 -> mean(number(1));
            case 7 -> stddev(col("d"));
            case 8 -> first(number(1));
            case 9 -> last(col("s"));
            case 10 -> min(col("s"));
            default -> approxCountDistinct(col("i"));
          };
      aggregates.add(aggregate.as("a" + i));
    }
    return aggregates.toArray(Agg[]::new);
  }

  /** A whole number. */
  private Expr number(int depth) {
    if (depth == 0) {
      return random.nextInt(3) == 0 ? Expr.of((long) random.nextInt(20)) : col("i");
    }
    return switch (random.nextInt(10)) {
      case 0 -> number(depth - 1).plus(number(depth - 1));
      case 1 -> number(depth - 1).minus(col("n"));
      case 2 -> number(depth - 1).multiply(number(0));
      case 3 -> number(depth - 1).div(number(depth - 1));
      case 4 -> caseWhen(condition(depth - 1), number(depth - 1)).otherwise(number(0));
      case 5 -> coalesce(number(depth - 1), number(0));
      case 6 -> length(text(depth - 1));
      case 7 -> abs(number(depth - 1));
      case 8 -> hour(dateTrunc(DatePart.HOUR, col("t"))).plus(number(depth - 1));
      default -> least(number(depth - 1), sqrt(col("d")).cast(DataType.INT64));
    };
  }

  private Expr text(int depth) {
    if (depth == 0) {
      return col("s");
    }
    return switch (random.nextInt(5)) {
      case 0 -> upper(text(depth - 1));
      case 1 -> concat(text(depth - 1), " ", text(depth - 1));
      case 2 -> substring(text(depth - 1), 1 + random.nextInt(3), 1 + random.nextInt(4));
      case 3 -> trim(text(depth - 1));
      default -> caseWhen(condition(depth - 1), text(depth - 1)).otherwise("other words");
    };
  }

  private Expr condition(int depth) {
    if (depth == 0) {
      return col("b");
    }
    return switch (random.nextInt(9)) {
      case 0 -> number(depth - 1).lt(number(depth - 1));
      case 1 -> number(depth - 1).notEqual(number(0));
      case 2 -> condition(depth - 1).and(condition(depth - 1));
      case 3 -> condition(depth - 1).or(not(condition(depth - 1)));
      case 4 -> text(depth - 1).contains("a");
      case 5 -> col("d").gt(number(0));
      case 6 -> number(depth - 1).isin(1L, 2L, 3L, 5L, 8L);
      case 7 -> text(depth - 1).isNotNull();
      default -> text(depth - 1).geq("m");
    };
  }
}
