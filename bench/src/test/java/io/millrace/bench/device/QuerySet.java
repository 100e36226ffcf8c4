package io.millrace.bench.device;

import static io.millrace.Functions.approxCountDistinct;
import static io.millrace.Functions.caseWhen;
import static io.millrace.Functions.col;
import static io.millrace.Functions.concat;
import static io.millrace.Functions.count;
import static io.millrace.Functions.dateTrunc;
import static io.millrace.Functions.first;
import static io.millrace.Functions.hour;
import static io.millrace.Functions.last;
import static io.millrace.Functions.length;
import static io.millrace.Functions.max;
import static io.millrace.Functions.mean;
import static io.millrace.Functions.min;
import static io.millrace.Functions.split;
import static io.millrace.Functions.sqrt;
import static io.millrace.Functions.stddev;
import static io.millrace.Functions.substring;
import static io.millrace.Functions.sum;
import static io.millrace.Functions.trim;
import static io.millrace.Functions.upper;
import static io.millrace.Functions.variance;
import static io.millrace.Functions.window;

import io.millrace.OutputMode;
import io.millrace.Stream;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.op.DatePart;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;

/** Whole queries, one for each way through the engine and the device, and rows for them. */
final class QuerySet {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, "Europe/Berlin");
  private static final DataType INT32 = DataType.of(Kind.INT32);
  static final Schema SCHEMA =
      new Schema(
          List.of(
              DataType.INT64.field("i"),
              INT32.field("n"),
              DataType.FLOAT64.field("d"),
              DataType.UTF8.field("s"),
              TIME.field("t")));

  static final Map<String, UnaryOperator<Stream>> ALL = new TreeMap<>();

  static {
    ALL.put(
        "filter and project",
        in ->
            in.filter(col("i").gt(5).and(col("s").isNotNull()))
                .select(
                    col("i").plus(col("n")).as("sum"),
                    upper(col("s")).as("upper"),
                    sqrt(col("d")).as("root"),
                    col("n").cast(DataType.UTF8).as("text")));
    ALL.put(
        "texts and times",
        in ->
            in.filter(col("i").isin(1L, 2L, 3L, 5L, 8L, 13L).or(col("s").contains("o")))
                .select(
                    concat(trim(col("s")), "-", substring(col("s"), 2, 3)).as("c"),
                    length(col("s")).as("l"),
                    hour(dateTrunc(DatePart.HOUR, col("t"))).as("h"),
                    caseWhen(col("d").gt(500.0), col("i").div(col("n"))).otherwise(0L).as("w")));
    ALL.put(
        "words",
        in ->
            in.flatMap(split(col("s")).as("word"))
                .groupBy("word")
                .running(OutputMode.COMPLETE)
                .agg(count()));
    ALL.put("by int64", in -> in.groupBy("i").agg(count(), sum("n"), mean("d")));
    ALL.put("by text, running", in -> in.groupBy("s").running().agg(min("i"), max("d"), sum("n")));
    ALL.put(
        "by several keys",
        in ->
            in.groupBy(col("s"), col("n"))
                .agg(variance(col("d")), stddev(col("i")), approxCountDistinct(col("i"))));
    ALL.put("first and last", in -> in.groupBy("n").running().agg(first(col("i")), last(col("d"))));
    ALL.put("least text", in -> in.groupBy("n").running().agg(min(col("s")), last(col("s"))));
    ALL.put(
        "tumbling windows",
        in -> in.withWatermark("t", s(2)).groupBy(window("t", s(5)), "n").agg(count(), sum("i")));
    ALL.put(
        "sliding windows",
        in -> in.withWatermark("t", s(2)).groupBy(window("t", s(8), s(4))).agg(count(), max("i")));
    ALL.put(
        "sums of batches that deduct",
        in ->
            in.select(col("n"), col("i"))
                .reduceByKeyAndWindow((a, b) -> a.plus(b), (a, b) -> a.minus(b), s(2), s(1)));
    ALL.put(
        "groups of several batches",
        in -> in.window(s(2), s(1)).groupBy("s").agg(count(), max("i")));
    ALL.put(
        "two groupings",
        in -> in.groupBy("n").agg(sum("i").as("total")).groupBy("total").running().agg(count()));
  }

  private QuerySet() {}

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** Rows in an order of time, with nulls. The caller closes them. */
  static Batch rows(RootAllocator root, int rows) {
    Random random = new Random(rows);
    return RandomRows.batch(
        root,
        SCHEMA,
        rows,
        row ->
            new Object[] {
              RandomRows.orNull(random, (long) random.nextInt(20)),
              (long) random.nextInt(4),
              RandomRows.orNull(random, random.nextInt(9999) / 8.0),
              RandomRows.orNull(random, RandomRows.word(random)),
              1_700_000_000L + row / 6 - random.nextInt(3)
            });
  }
}
