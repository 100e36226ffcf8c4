package io.millrace;

import static io.millrace.Functions.count;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.metrics.BatchMetrics;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class AvailableNowTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final Schema SCHEMA = new Schema(List.of(TIME.field("t")));

  private final ScriptedSink sink = new ScriptedSink();

  @Test
  void readsAllThatIsThereUnderTheLimitAndEnds() throws Exception {
    Run run =
        Run.of(
            settings -> settings.limits(new Limits(7, Long.MAX_VALUE, true)),
            (context, allocator) -> context.source(Numbers.source(allocator, 2, 10)).to(sink));
    assertThat(run.metrics()).extracting(BatchMetrics::rowsIn).containsExactly(7L, 7L, 6L);
    assertThat(run.metrics()).extracting(BatchMetrics::limitRows).containsOnly(7L);
    assertThat(sink.rows()).hasSize(20);
  }

  @Test
  void nothingThereMeansNoBatch() throws Exception {
    Run run =
        Run.of(
            (context, allocator) ->
                context.source(new ScriptedSource("none", Numbers.SCHEMA)).count().to(sink));
    assertThat(run.failure()).isNull();
    assertThat(run.metrics()).isEmpty();
    assertThat(sink.calls()).containsExactly(ScriptedSink.Step.OPEN, ScriptedSink.Step.CLOSE);
  }

  @Test
  void theEndClosesEveryWindow() throws Exception {
    Run run =
        Run.of(
            (context, allocator) -> {
              ScriptedSource source = new ScriptedSource("times", SCHEMA);
              source.add(Run.batch(allocator, SCHEMA, TestColumn.of(TIME, -3L, 1L, 12L, 13L, 55L)));
              context
                  .source(source)
                  .withWatermark("t", Duration.ofHours(1))
                  .groupBy(window("t", Duration.ofSeconds(10)))
                  .agg(count())
                  .to(sink);
            });
    assertThat(sink.rows())
        .containsExactly(
            List.of(-10L, 0L, 1L),
            List.of(0L, 10L, 1L),
            List.of(10L, 20L, 2L),
            List.of(50L, 60L, 1L));
    assertThat(run.metrics().getLast().stateRows()).isZero();
  }

  @Test
  void windowsOfWindowsAreClosedToo() throws Exception {
    Run.of(
        (context, allocator) -> {
          ScriptedSource source = new ScriptedSource("times", SCHEMA);
          source.add(Run.batch(allocator, SCHEMA, TestColumn.of(TIME, 1L, 12L, 55L)));
          context
              .source(source)
              .withWatermark("t", Duration.ZERO)
              .groupBy(window("t", Duration.ofSeconds(10)))
              .agg(count().as("n"))
              .withWatermark("window_start", Duration.ZERO)
              .groupBy(window("window_start", Duration.ofSeconds(60)))
              .agg(count())
              .to(sink);
        });
    assertThat(sink.rows()).containsExactly(List.of(0L, 60L, 3L));
  }
}
