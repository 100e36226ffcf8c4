package io.millrace;

import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.harness.FaultyDevice;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.harness.ScriptedSource.Step;
import io.millrace.kernels.Backend;
import io.millrace.kernels.Backends;
import io.millrace.metrics.BatchMetrics;
import io.millrace.placement.CostModel;
import io.millrace.plan.BackendChoice;
import io.millrace.source.Offset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On a device that likes it the next batch is polled and staged before the one before it runs.
 * Nothing else changes: not what is in a batch, not what is committed when, not what a failure
 * does.
 */
class StagingAheadTest {
  private static final int BATCHES = 5;
  private static final int ROWS = 10;

  private ScriptedSource source;
  private ScriptedSink sink = new ScriptedSink();

  /** Fifty numbers in batches of ten, through a filter that all pass. */
  private Run run(FaultyDevice device, UnaryOperator<ScriptedSource> script) throws Exception {
    return run(device, script, false, in -> in.filter(col("n").geq(0)));
  }

  private Run run(
      FaultyDevice device,
      UnaryOperator<ScriptedSource> script,
      boolean byCost,
      UnaryOperator<Stream> program)
      throws Exception {
    BackendChoice choice =
        new BackendChoice(List.of(device, Backends.provider("cpu")), byCost, "device=cuda");
    return Run.of(
        settings ->
            settings
                .limits(new Limits(ROWS, Long.MAX_VALUE, true))
                .backends(choice, StagingAheadTest::cost),
        (context, allocator) -> {
          source = script.apply(Numbers.source(allocator, 1, BATCHES * ROWS));
          program.apply(context.source(source)).to(sink);
        });
  }

  /** The CPU is ahead, as long as nothing is observed that says otherwise. */
  private static CostModel cost(Backend backend, BufferAllocator allocator) {
    return backend.name().equals("cuda") ? new CostModel(50, 1) : new CostModel(0, 2);
  }

  private static List<List<Object>> numbers(long to) {
    return LongStream.range(0, to).mapToObj(n -> List.<Object>of(n)).toList();
  }

  private static List<Offset> ends(int batches) {
    return LongStream.rangeClosed(1, batches).mapToObj(n -> Offset.ofRows(n * ROWS)).toList();
  }

  @Test
  void aBatchIsStagedBeforeTheOneBeforeItRuns() throws Exception {
    FaultyDevice device = FaultyDevice.withRoomFor(ROWS);
    Run run = run(device, in -> in);
    assertThat(run.failure()).isNull();
    assertThat(run.metrics()).extracting(BatchMetrics::rowsIn).containsOnly(10L).hasSize(BATCHES);
    assertThat(sink.rows()).isEqualTo(numbers(BATCHES * ROWS));
    assertThat(source.committed()).isEqualTo(ends(BATCHES));
    List<String> calls =
        device.journal().stream()
            .filter(call -> call.equals("stage") || call.equals("forEach"))
            .toList();
    // The second batch is there before the first one is staged for its own run.
    assertThat(calls)
        .containsExactly(
            "stage", "stage", "forEach", "stage", "forEach", "stage", "forEach", "stage", "forEach",
            "forEach");
  }

  @Test
  void aSourceThatDoesNotPollAheadIsPolledAndCommittedByTurns() throws Exception {
    run(FaultyDevice.withRoomFor(ROWS), ScriptedSource::byTurns);
    assertThat(sink.rows()).isEqualTo(numbers(BATCHES * ROWS));
    assertThat(source.calls().subList(1, 5))
        .containsExactly(Step.POLL, Step.COMMIT, Step.POLL, Step.COMMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "forEach", "append", "build"})
  void theDeviceMayBeLostAtAnyCall(String method) throws Exception {
    for (int nth = 1; ; nth++) {
      FaultyDevice device = FaultyDevice.lostAt(method, nth);
      sink = new ScriptedSink();
      Run run = run(device, in -> in);
      assertThat(run.failure()).as("%s %s", method, nth).isNull();
      assertThat(sink.rows()).isEqualTo(numbers(BATCHES * ROWS));
      assertThat(source.committed()).isEqualTo(ends(BATCHES));
      if (!device.fired()) {
        assertThat(nth).isGreaterThan(BATCHES);
        break;
      }
      assertThat(run.metrics().getLast().device()).isEqualTo("cpu");
    }
  }

  @Test
  void aDeviceWithLittleRoomRunsBatchesInParts() throws Exception {
    FaultyDevice device = FaultyDevice.withRoomFor(4);
    assertThat(run(device, in -> in).failure()).isNull();
    assertThat(device.fired()).isTrue();
    assertThat(sink.rows()).isEqualTo(numbers(BATCHES * ROWS));
  }

  @Test
  void whatIsStagedOnADeviceThatIsNotChosenIsStagedAnew() throws Exception {
    Run run =
        run(
            FaultyDevice.withRoomFor(ROWS),
            in -> in,
            true,
            in -> in.groupBy("n").running(OutputMode.COMPLETE).agg(count()));
    assertThat(run.failure()).isNull();
    assertThat(source.committed()).isEqualTo(ends(BATCHES));
  }

  @Test
  void aSourceThatFailsLeavesTheBatchBeforeAlone() throws Exception {
    Run run =
        run(
            FaultyDevice.withRoomFor(ROWS),
            in -> in.failing(Step.POLL, 3, new IllegalStateException("torn")));
    assertThat(run.failure()).hasMessageContaining("torn").hasMessageContaining("batch=2");
    assertThat(sink.rows()).isEqualTo(numbers(2 * ROWS));
    assertThat(source.committed()).isEqualTo(ends(2));
  }

  @Test
  void aSinkThatFailsLeavesWhatWasStagedAheadUncommitted() throws Exception {
    sink.failing(ScriptedSink.Step.WRITE, 2, new IllegalStateException("full"));
    Run run = run(FaultyDevice.withRoomFor(ROWS), in -> in);
    assertThat(run.failure()).hasMessageContaining("full").hasMessageContaining("batch=1");
    assertThat(source.committed()).isEqualTo(ends(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQueryThatIsStoppedGivesBackWhatWasStaged(boolean graceful) throws Exception {
    BackendChoice choice =
        new BackendChoice(
            List.of(FaultyDevice.withRoomFor(ROWS), Backends.provider("cpu")), false, "cuda");
    Run run =
        Run.of(
            settings ->
                settings
                    .trigger(Trigger.AS_FAST_AS_POSSIBLE)
                    .limits(new Limits(ROWS, Long.MAX_VALUE, true))
                    .backends(choice, StagingAheadTest::cost),
            (context, allocator) -> {
              source = Numbers.source(allocator, 1, BATCHES * ROWS);
              context
                  .source(source)
                  .filter(col("n").geq(0))
                  .foreachBatch(_ -> context.stop(graceful));
            });
    assertThat(run.failure()).isNull();
    assertThat(source.committed()).hasSizeLessThan(BATCHES);
  }
}
