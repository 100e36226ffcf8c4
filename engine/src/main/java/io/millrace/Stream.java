package io.millrace;

import static io.millrace.Functions.col;

import io.millrace.error.UserException;
import io.millrace.expr.Expr;
import io.millrace.gram.Statistic;
import io.millrace.plan.Grouping;
import io.millrace.plan.Node;
import io.millrace.plan.PlanBuilder;
import io.millrace.plan.PlanText;
import io.millrace.plan.Reducers;
import io.millrace.sink.Compression;
import io.millrace.sink.CsvSink;
import io.millrace.sink.ForeachBatchSink;
import io.millrace.sink.JsonLinesSink;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A stream of rows, cut into micro-batches: what Spark calls a DStream. Transformations give new
 * streams and are checked at once; nothing runs until an output is attached and the context
 * started. Immutable; belongs to the context that made its source.
 *
 * <p>Errors: every transformation and output throws a {@link UserException} in the line that calls
 * it if a column does not exist or its type does not fit (the message names the nearest columns,
 * and what to do), and once the context has started. What happens to values is in {@code
 * docs/semantics.md}.
 */
public final class Stream {
  private final StreamingContext context;
  private final PlanBuilder plan;
  private final Node node;

  Stream(StreamingContext context, PlanBuilder plan, Node node) {
    this.context = context;
    this.plan = plan;
    this.node = node;
  }

  private Stream on(Node next) {
    return new Stream(context, plan, next);
  }

  /** The columns. */
  public Schema schema() {
    return node.schema();
  }

  /** The plan as text, with types and, for each operator, the device and why. */
  public String explain() {
    return PlanText.of(List.of(node), context.backend());
  }

  // Rows to rows

  /** One column for each expression. */
  public Stream select(Expr... expressions) {
    return on(plan.project(node, List.of(expressions)));
  }

  /** Some of the columns. */
  public Stream select(String... columns) {
    return select(Arrays.stream(columns).map(Functions::col).toArray(Expr[]::new));
  }

  /** As {@link #select(Expr...)}: each row becomes another one. */
  public Stream map(Expr... expressions) {
    return select(expressions);
  }

  /** All columns and one more, or another in the place of one of the same name. */
  public Stream withColumn(String name, Object expression) {
    return on(plan.withColumn(node, name, Expr.of(expression)));
  }

  /** The rows for which the condition is true; not those for which it is null. */
  public Stream filter(Expr condition) {
    return on(plan.filter(node, condition));
  }

  /**
   * One row for each part of a text, of that one column: {@code
   * flatMap(split(col("value")).as("word"))}.
   */
  public Stream flatMap(Expr split) {
    return on(plan.explode(node, split, List.of()));
  }

  /**
   * One row for each part of a text, all other columns repeated, the parts in a column at the end.
   */
  public Stream explode(String name, Expr split) {
    List<String> kept =
        schema().getFields().stream()
            .map(Field::getName)
            .filter(column -> !column.equals(name))
            .toList();
    return on(plan.explode(node, split.as(name), kept));
  }

  /** The rows of both; the columns' types must be the same, names are this stream's. */
  public Stream union(Stream other) {
    requireSameContext(other);
    return on(plan.union(List.of(node, other.node)));
  }

  /** Applies a function to this stream, for chains that read well. */
  public Stream transform(UnaryOperator<Stream> function) {
    return function.apply(this);
  }

  // Each batch by itself

  /** One row a batch: how many rows it had. */
  public Stream count() {
    return on(
        plan.group(node, List.of(), List.of(Functions.count()), new Grouping.EachBatch(), true));
  }

  /** How often each row occurred in a batch: all columns, then {@code count}. */
  public Stream countByValue() {
    return groupBy(allColumns()).agg(Functions.count());
  }

  /** One row a batch that had rows: each column reduced, {@code (a, b) -> a.plus(b)}. */
  public Stream reduce(BinaryOperator<Expr> reducer) {
    return on(
        plan.group(
            node,
            List.of(),
            Reducers.aggregates(reducer, schema().getFields()),
            new Grouping.EachBatch(),
            false));
  }

  /**
   * One row a batch and value of the first column, the other columns reduced: {@code (a, b) ->
   * a.plus(b)}.
   */
  public Stream reduceByKey(BinaryOperator<Expr> reducer) {
    return on(plan.group(node, List.of(key()), values(reducer), new Grouping.EachBatch(), false));
  }

  /** All rows as one group, to be aggregated. */
  public GroupedStream groupBy() {
    return groupBy(new Expr[0]);
  }

  /** Rows grouped by columns, to be aggregated. */
  public GroupedStream groupBy(String... keys) {
    return groupBy(Arrays.stream(keys).map(Functions::col).toArray(Expr[]::new));
  }

  /** Rows grouped by expressions, to be aggregated. */
  public GroupedStream groupBy(Expr... keys) {
    return new GroupedStream(this, List.of(keys), new Grouping.EachBatch());
  }

  /** Rows grouped by windows of event time; needs {@link #withWatermark}. */
  public GroupedStream groupBy(EventWindow window) {
    return groupBy(window, new Expr[0]);
  }

  /** Rows grouped by windows of event time, and by expressions; needs {@link #withWatermark}. */
  public GroupedStream groupBy(EventWindow window, Expr... keys) {
    return new GroupedStream(this, List.of(keys), plan.eventTime(node, window));
  }

  /** As {@link #groupBy(EventWindow, Expr...)}, by columns. */
  public GroupedStream groupBy(EventWindow window, String... keys) {
    return groupBy(window, Arrays.stream(keys).map(Functions::col).toArray(Expr[]::new));
  }

  /** Each different row of a batch once. */
  public Stream distinct() {
    return groupBy(allColumns()).agg();
  }

  // Windows

  /**
   * The rows of the batches within the last {@code length}, every {@code slide}.
   *
   * @param length how far back a window of batches goes; here, and in the methods below, a multiple
   *     of the batch interval, and of this stream's own slide if it has one
   * @param slide from one window to the next; a multiple as well
   * @throws UserException if they are none
   */
  public Stream window(Duration length, Duration slide) {
    return on(
        plan.buffer(node, context.batches(length, "length"), context.batches(slide, "slide")));
  }

  /** How many rows there were within the last {@code length}, every {@code slide}. */
  public Stream countByWindow(Duration length, Duration slide) {
    return on(
        plan.group(
            node, List.of(), List.of(Functions.count()), batchWindow(length, slide, true), true));
  }

  /** How often each row occurred within the last {@code length}, every {@code slide}. */
  public Stream countByValueAndWindow(Duration length, Duration slide) {
    return on(
        plan.group(
            node,
            List.of(allColumns()),
            List.of(Functions.count()),
            batchWindow(length, slide, true),
            false));
  }

  /** Each column reduced over the last {@code length}, every {@code slide}. */
  public Stream reduceByWindow(BinaryOperator<Expr> reducer, Duration length, Duration slide) {
    return on(
        plan.group(
            node,
            List.of(),
            Reducers.aggregates(reducer, schema().getFields()),
            batchWindow(length, slide, false),
            false));
  }

  /** As {@link #reduceByKey} over the last {@code length}, every {@code slide}. */
  public Stream reduceByKeyAndWindow(
      BinaryOperator<Expr> reducer, Duration length, Duration slide) {
    return on(
        plan.group(
            node, List.of(key()), values(reducer), batchWindow(length, slide, false), false));
  }

  /**
   * As {@link #reduceByKeyAndWindow(BinaryOperator, Duration, Duration)}, subtracting what leaves
   * the window instead of merging anew: for windows of many batches.
   *
   * @param inverse {@code (a, b) -> a.minus(b)}, the inverse of {@code (a, b) -> a.plus(b)}; no
   *     other reducer has one
   */
  public Stream reduceByKeyAndWindow(
      BinaryOperator<Expr> reducer, BinaryOperator<Expr> inverse, Duration length, Duration slide) {
    Reducers.requireInverse(reducer, inverse);
    return on(
        plan.group(node, List.of(key()), values(reducer), batchWindow(length, slide, true), false));
  }

  /**
   * Declares a column as the event time. The watermark is the greatest event time seen, less the
   * lateness; windows end when it has passed them, and rows that belong only to windows that have
   * ended are late.
   *
   * @param column a timestamp column, in any unit and with or without a zone
   * @param lateness 0 or more, a whole number of that unit
   */
  public Stream withWatermark(String column, Duration lateness) {
    return on(plan.watermark(node, column, lateness));
  }

  /**
   * The rows that came too late for the windows of which this stream is the result: with the
   * columns that were grouped, in the batch in which they came. Rows without an event time are
   * among them.
   *
   * @throws UserException if this is not the result of windows of event time
   */
  public Stream lateRows() {
    return on(plan.late(node));
  }

  // Outputs

  /** Prints the first ten rows of each batch. */
  public void print() {
    print(10);
  }

  /**
   * Prints the first rows of each batch.
   *
   * @param rows at most so many, 0 or more
   */
  public void print(int rows) {
    to(context.printSink(rows));
  }

  /** Hands each batch's result to a function, on the query's thread. */
  public void foreachBatch(Consumer<Result> consumer) {
    to(new ForeachBatchSink(consumer::accept));
  }

  /**
   * Writes one Arrow IPC file a batch, {@code batch-0000000012.arrow}, aside and then renamed; none
   * for a batch without rows. A query that starts anew counts from 0 again, and needs a folder of
   * its own.
   *
   * @param folder made if need be
   */
  public void saveAsIpcFiles(Path folder) {
    saveAsIpcFiles(folder, Compression.NONE);
  }

  /** As {@link #saveAsIpcFiles(Path)}, the files' buffers compressed. */
  public void saveAsIpcFiles(Path folder, Compression compression) {
    to(FileFormats.named("ipc").folderSink(folder, compression));
  }

  /**
   * Sends each batch's rows as an Arrow IPC stream over TCP, a Unix domain socket or standard
   * output. Where the sink connects, it does so again with growing waits; where peers connect, each
   * gets what comes from then on, and results wait until there is one. A slow reader slows the
   * query down. After a broken connection the result in hand is sent again from its beginning.
   */
  public void toIpcStream(Endpoint to) {
    toIpcStream(to, StreamFormat.PLAIN);
  }

  /** As {@link #toIpcStream(Endpoint)}, compressed, or with columns dictionary-encoded. */
  public void toIpcStream(Endpoint to, StreamFormat format) {
    to(context.transportSink("ipc", to, PeerLimits.DEFAULT, format));
  }

  /**
   * Writes each batch's rows into memory that is shared with another process of this user, who
   * reads them there. As {@link #toIpcStream} otherwise.
   *
   * @param to the path of a Unix domain socket, over which the two ends talk about the memory
   */
  public void toIpcRing(Endpoint to) {
    toIpcRing(to, PeerLimits.DEFAULT);
  }

  /** As {@link #toIpcRing(Endpoint)}, with limits of its own, the memory's size one of them. */
  public void toIpcRing(Endpoint to, PeerLimits limits) {
    toIpcRing(to, limits, StreamFormat.PLAIN);
  }

  /**
   * As {@link #toIpcRing(Endpoint, PeerLimits)}, with columns dictionary-encoded. Each batch brings
   * its dictionaries whole, since every slot stands for itself; nothing is compressed.
   */
  public void toIpcRing(Endpoint to, PeerLimits limits, StreamFormat format) {
    to(context.transportSink("ring", to, limits, format));
  }

  /** Writes one CSV file a batch, see {@link CsvSink}. */
  public void saveAsCsvFiles(Path folder) {
    to(new CsvSink(folder));
  }

  /** Writes one file of JSON lines a batch, see {@link JsonLinesSink}. */
  public void saveAsJsonFiles(Path folder) {
    to(new JsonLinesSink(folder));
  }

  /** Sends results to a sink of their own; the context closes it, unless this throws. */
  public void to(Sink sink) {
    plan.output(node, sink);
  }

  Stream aggregated(List<Expr> keys, List<Agg> aggregates, Grouping grouping) {
    return on(plan.group(node, keys, aggregates, grouping, false));
  }

  Stream statistic(List<Expr> keys, Statistic statistic, List<Expr> columns, Grouping grouping) {
    return on(plan.statistic(node, keys, statistic, columns, grouping));
  }

  Grouping batchWindow(Duration length, Duration slide, boolean inverse) {
    return new Grouping.BatchWindow(
        context.batches(length, "length"), context.batches(slide, "slide"), inverse);
  }

  private Expr[] allColumns() {
    return schema().getFields().stream().map(field -> col(field.getName())).toArray(Expr[]::new);
  }

  private Expr key() {
    if (schema().getFields().size() < 2) {
      throw new UserException(
          "A stream of keys and values has a key column and at least one more: columns="
              + schema().getFields()
              + ". Add a value with withColumn(name, lit(1)).");
    }
    return col(schema().getFields().getFirst().getName());
  }

  private List<Agg> values(BinaryOperator<Expr> reducer) {
    key();
    List<Field> fields = schema().getFields();
    return Reducers.aggregates(reducer, fields.subList(1, fields.size()));
  }

  private void requireSameContext(Stream other) {
    if (other.context != context) {
      throw new UserException("Streams that meet must come from one context: operation=union.");
    }
  }
}
