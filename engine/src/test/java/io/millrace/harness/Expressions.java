package io.millrace.harness;

import io.millrace.ContextBuilder;
import io.millrace.Stream;
import io.millrace.expr.Expr;
import io.millrace.kernels.fixture.BoxedRows;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.metrics.BatchMetrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Evaluates expressions through a query, over four rows of columns of many types, the last of them
 * all null.
 *
 * @param type the result's type
 * @param values the result, row by row, as {@link BoxedRows} reads it
 * @param metrics of the batch
 */
public record Expressions(DataType type, List<Object> values, BatchMetrics metrics) {
  private static final DataType SECONDS = DataType.timestamp(TimeUnit.SECOND, null);
  private static final DataType MILLIS = DataType.timestamp(TimeUnit.MILLISECOND, null);
  private static final DataType BERLIN = DataType.timestamp(TimeUnit.MICROSECOND, "Europe/Berlin");
  private static final DataType SPAN = DataType.duration(TimeUnit.MILLISECOND);

  private static final List<Field> FIELDS =
      List.of(
          DataType.INT64.field("i"),
          DataType.of(Kind.INT8).field("tiny"),
          DataType.UINT64.field("u"),
          DataType.of(Kind.UINT8).field("utiny"),
          DataType.FLOAT64.field("d"),
          DataType.of(Kind.FLOAT32).field("f"),
          DataType.BOOL.field("b"),
          DataType.UTF8.field("s"),
          DataType.of(Kind.LARGE_UTF8).field("large"),
          DataType.BINARY.field("bytes"),
          DataType.DATE_DAY.field("day"),
          SECONDS.field("ts"),
          MILLIS.field("tms"),
          BERLIN.field("tz"),
          SPAN.field("span"));

  private static final TestColumn[] COLUMNS = {
    TestColumn.of(DataType.INT64, 7L, -7L, 0L, null),
    TestColumn.of(DataType.of(Kind.INT8), 100L, -100L, 3L, null),
    TestColumn.of(DataType.UINT64, -1L, 1L, 0L, null),
    TestColumn.of(DataType.of(Kind.UINT8), 200L, 1L, 0L, null),
    TestColumn.of(DataType.FLOAT64, 2.5, -0.0, Double.NaN, null),
    TestColumn.of(DataType.of(Kind.FLOAT32), 0.5, -1.5, 3.0, null),
    TestColumn.of(DataType.BOOL, true, false, true, null),
    TestColumn.of(DataType.UTF8, "Ab c", "12", "", null),
    TestColumn.of(DataType.of(Kind.LARGE_UTF8), "Ab c", "x", "ä", null),
    TestColumn.of(
        DataType.BINARY,
        ByteBuffer.wrap(new byte[] {1, 2, 3}),
        ByteBuffer.wrap(new byte[] {1}),
        ByteBuffer.wrap(new byte[0]),
        null),
    TestColumn.of(DataType.DATE_DAY, 0L, -1L, 19_782L, null),
    TestColumn.of(SECONDS, 0L, -1L, 1_709_164_800L, null),
    TestColumn.of(MILLIS, 500L, -1L, 1_709_164_800_000L, null),
    TestColumn.of(BERLIN, 0L, -1L, 1_709_164_800_000_000L, null),
    TestColumn.of(SPAN, 1_500L, -1L, 0L, null),
  };

  /** The columns. */
  public static Schema schema() {
    return new Schema(FIELDS);
  }

  /** Evaluates; throws the query's failure if it fails. */
  public static Expressions of(Expr expression) throws Exception {
    return of(settings -> settings, expression);
  }

  /** Evaluates with settings of its own. */
  public static Expressions of(UnaryOperator<ContextBuilder> settings, Expr expression)
      throws Exception {
    List<Object> values = new ArrayList<>();
    DataType[] type = new DataType[1];
    Run run =
        Run.of(
            settings,
            (context, allocator) -> {
              ScriptedSource source = new ScriptedSource("values", schema());
              source.add(Run.batch(allocator, schema(), COLUMNS));
              Stream stream = context.source(source).select(expression.as("result"));
              type[0] = DataType.of(stream.schema().getFields().getFirst());
              stream.foreachBatch(
                  result ->
                      result.batches().forEach(b -> values.addAll(BoxedRows.column(b.column(0)))));
            });
    if (run.failure() instanceof RuntimeException e) {
      throw e;
    }
    return new Expressions(type[0], values, run.metrics().getFirst());
  }
}
