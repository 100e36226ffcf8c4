package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.error.DataException;
import io.millrace.harness.Expressions;
import io.millrace.harness.Numbers;
import io.millrace.harness.QueryHarness;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.ValueErrors;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.kernels.types.Kind;
import io.millrace.metrics.BatchMetrics;
import io.millrace.metrics.OperatorMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MetricsTest {
  private static final TestColumn A = TestColumn.of(DataType.INT64, 1L, 2L, null, 4L);

  @Test
  void rowsBytesAndOperatorsOfABatch() throws Exception {
    try (QueryHarness query = new QueryHarness(DataType.INT64.field("a"))) {
      query.start(
          query
              .input()
              .filter(col("a").gt(1L))
              .withColumn("b", col("a").plus(1L))
              .groupBy("b")
              .running(OutputMode.COMPLETE)
              .agg(count()));
      query.run(A);
      query.run(A);
      BatchMetrics metrics = query.metrics();
      assertThat(metrics.batchId()).isEqualTo(1);
      assertThat(metrics.timeMillis()).isEqualTo(2_000);
      assertThat(metrics.device()).isEqualTo("cpu");
      assertThat(metrics.rowsIn()).isEqualTo(4);
      assertThat(metrics.rowsOut()).isEqualTo(2);
      assertThat(metrics.bytesIn()).isPositive();
      assertThat(metrics.processingNanos()).isPositive();
      assertThat(metrics.rowsPerSecond()).isPositive();
      assertThat(metrics.stateRows()).isEqualTo(2);
      assertThat(metrics.stateBytes()).isPositive();
      assertThat(metrics.positions()).containsExactly(java.util.Map.entry("queue", "rows=8"));
      assertThat(metrics.operators())
          .extracting(OperatorMetrics::name)
          .containsExactly(
              "filter (a > 1)",
              "select a, (a + 1)",
              "group by [b] [count] running, complete",
              "output collect");
      assertThat(metrics.operators())
          .extracting(OperatorMetrics::rowsIn)
          .containsExactly(4L, 2L, 2L, 2L);
      assertThat(metrics.operators()).extracting(OperatorMetrics::device).containsOnly("cpu");
    }
  }

  @Test
  void anOperatorsTimeLeavesOutWhatComesAfterIt() throws Exception {
    Run run =
        Run.of(
            settings -> settings.workers(1),
            (context, allocator) ->
                context
                    .source(Numbers.source(allocator, 1, 100_000))
                    .filter(col("n").geq(0L))
                    .withColumn("m", col("n").plus(1L))
                    .to(new ScriptedSink()));
    BatchMetrics metrics = run.metrics().getFirst();
    assertThat(metrics.operators()).allSatisfy(o -> assertThat(o.nanos()).isNotNegative());
    assertThat(metrics.operators().stream().mapToLong(OperatorMetrics::nanos).sum())
        .isPositive()
        .isLessThanOrEqualTo(metrics.processingNanos());
  }

  /** Only what the engine writes is copied; a sink that keeps its results copies nothing more. */
  @Test
  void copiedBytesAreThoseOfTheBatchInHand() throws Exception {
    List<Batch> kept = new ArrayList<>();
    Run run =
        Run.of(
            settings -> settings.limits(new Limits(1_000, Long.MAX_VALUE, false)),
            (context, allocator) ->
                context
                    .source(Numbers.source(allocator, 3, 1_000))
                    .withColumn("m", col("n").plus(1L))
                    .foreachBatch(
                        result -> {
                          result.batches().forEach(batch -> kept.add(batch.retain()));
                          if (result.batchId() == 2) {
                            kept.forEach(Batch::close);
                          }
                        }));
    List<Long> copied =
        run.metrics().stream().map(metrics -> metrics.bytesCopied().get("output")).toList();
    assertThat(copied)
        .hasSize(3)
        .allSatisfy(bytes -> assertThat(bytes).isBetween(16_000L, 40_000L));
  }

  @Test
  void twoSourcesOfOneNameKeepTheirPositionsApart() throws Exception {
    Run run =
        Run.of(
            (context, allocator) ->
                context
                    .source(Numbers.source(allocator, 1, 10))
                    .union(context.source(Numbers.source(allocator, 1, 20)))
                    .to(new ScriptedSink()));
    assertThat(run.metrics().getFirst().positions())
        .containsEntry("numbers #0", "rows=10")
        .containsEntry("numbers #1", "rows=20");
  }

  @Test
  void valuesThatCouldNotBeComputedAreCounted() throws Exception {
    Expressions divided = Expressions.of(col("i").div(col("i")));
    assertThat(divided.values()).containsExactly(1L, 1L, null, null);
    assertThat(divided.metrics().valueErrors()).isEqualTo(new ValueErrors(1, 0));
    Expressions parsed = Expressions.of(col("s").cast(DataType.INT64));
    assertThat(parsed.metrics().valueErrors()).isEqualTo(new ValueErrors(0, 2));
    Expressions narrowed = Expressions.of(col("i").multiply(100).cast(DataType.of(Kind.INT8)));
    assertThat(narrowed.values()).containsExactly(null, null, 0L, null);
    assertThat(narrowed.metrics().valueErrors()).isEqualTo(new ValueErrors(0, 2));
    Expressions overflow = Expressions.of(col("i").plus(Long.MAX_VALUE));
    assertThat(overflow.metrics().valueErrors()).isEqualTo(ValueErrors.NONE);
  }

  @Test
  void underTheStrictPolicyTheBatchFailsBeforeASinkSeesIt() throws Exception {
    ScriptedSink sink = new ScriptedSink();
    ScriptedSource[] source = new ScriptedSource[1];
    Run run =
        Run.of(
            settings ->
                settings
                    .onValueError(OnValueError.FAIL)
                    .limits(new Limits(10, Long.MAX_VALUE, false)),
            (context, allocator) -> {
              source[0] = Numbers.source(allocator, 3, 10);
              context
                  .source(source[0])
                  .select(Functions.lit(1L).div(col("n").minus(15L)).as("q"))
                  .to(sink);
            });
    assertThat(run.failure())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("divisions by zero=1, failed casts=0")
        .hasMessageContaining("batch=1");
    assertThat(sink.batchIds()).containsExactly(0L);
    assertThat(source[0].committed()).hasSize(1);
  }

  @Test
  void delayAndTimeFollowTheClock() throws Exception {
    try (QueryHarness query = new QueryHarness(DataType.INT64.field("a"))) {
      query.start(query.input());
      query.tick();
      assertThat(query.metrics().timeMillis()).isEqualTo(1_000);
      assertThat(query.metrics().delayMillis()).isZero();
      query.tick(3_700);
      assertThat(query.metrics().timeMillis()).as("two were missed").isEqualTo(4_000);
      assertThat(query.metrics().delayMillis()).isEqualTo(700);
      query.tick(300);
      assertThat(query.metrics().timeMillis()).isEqualTo(5_000);
    }
  }

  @Test
  void oneLogLineABatch() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.batch");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(lines);
    try {
      Run.of(
          settings -> settings.name("logged").limits(new Limits(10, Long.MAX_VALUE, false)),
          (context, allocator) ->
              context.source(Numbers.source(allocator, 2, 10)).to(new ScriptedSink()));
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
      logger.setAdditive(true);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .allMatch(line -> line.startsWith("query=logged batch=") && line.contains("device=cpu"));
    assertThat(lines.list.getFirst().getFormattedMessage())
        .contains("batch=0 rows=10 out=10", "late=0", "limit=10");
  }
}
