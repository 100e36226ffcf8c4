package io.millrace;

import static io.millrace.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.metrics.BatchListener;
import io.millrace.sink.CollectSink;
import io.millrace.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final RootAllocator root = new RootAllocator();
  private final ManualClock clock = new ManualClock(0);
  private final StreamingContext context =
      StreamingContext.builder().allocator(root).clock(clock).create();
  private final ScriptedSink sink = new ScriptedSink();

  @AfterEach
  void everyByteCameBack() {
    context.close();
    root.close();
  }

  private ScriptedSource numbers() {
    return Numbers.source(root, 1, 10);
  }

  @Test
  void aContextThatNeverStartedClosesItsSourcesAndSinks() {
    ScriptedSource source = numbers();
    context.source(source).to(sink);
    context.close();
    assertThat(source.calls()).containsExactly(ScriptedSource.Step.CLOSE);
    assertThat(sink.calls()).containsExactly(ScriptedSink.Step.CLOSE);
  }

  @Test
  void oneSourceThatCannotCloseKeepsNoOtherOpen() {
    ScriptedSource bad =
        numbers().failing(ScriptedSource.Step.CLOSE, 1, new IllegalStateException("stuck"));
    ScriptedSource good = numbers();
    context.source(good);
    context.source(bad);
    assertThatThrownBy(context::close).hasMessageContaining("stuck");
    assertThat(good.calls()).containsExactly(ScriptedSource.Step.CLOSE);
  }

  @Test
  void closingTwiceClosesOnce() {
    ScriptedSource source = numbers();
    context.source(source).to(sink);
    context.start();
    context.close();
    context.close();
    assertThat(source.calls()).containsOnlyOnce(ScriptedSource.Step.CLOSE);
  }

  @Test
  void aClosedContextCannotStart() {
    context.source(numbers()).to(sink);
    context.close();
    assertThatThrownBy(context::start)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("operation=start");
  }

  @Test
  void startingTwiceIsRefused() {
    context.source(numbers()).to(sink);
    context.start();
    assertThatThrownBy(context::start)
        .isInstanceOf(UserException.class)
        .hasMessage("A context runs once: operation=start. Create another one.");
  }

  @Test
  void aProgramWithoutOutputIsRefused() {
    context.source(numbers());
    assertThatThrownBy(context::start)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("outputs=0")
        .hasMessageContaining("print()");
  }

  @Test
  void waitingAndStoppingNeedAStart() {
    assertThatThrownBy(context::stop).isInstanceOf(UserException.class);
    assertThatThrownBy(context::awaitTermination)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Call start()");
  }

  @Test
  void thePlanIsFixedOnceStarted() {
    Stream stream = context.source(numbers());
    stream.to(sink);
    context.start();
    String rule = "The plan is fixed once the context has started";
    assertThatThrownBy(() -> stream.filter(col("n").gt(0))).hasMessageStartingWith(rule);
    assertThatThrownBy(() -> stream.to(new CollectSink())).hasMessageStartingWith(rule);
    try (ScriptedSource another = numbers()) {
      assertThatThrownBy(() -> context.source(another)).hasMessageStartingWith(rule);
    }
    assertThatThrownBy(() -> context.addListener(new BatchListener() {}))
        .hasMessageStartingWith(rule);
  }

  @Test
  void aSourceFeedsOneStream() {
    ScriptedSource source = numbers();
    context.source(source);
    assertThatThrownBy(() -> context.source(source))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("source=numbers");
  }

  @Test
  void aSinkTakesOneStream() {
    Stream stream = context.source(numbers());
    stream.to(sink);
    assertThatThrownBy(() -> stream.to(sink))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sink=scripted");
  }

  @Test
  void streamsOfTwoContextsDoNotMeet() {
    try (StreamingContext other = StreamingContext.of(Duration.ofSeconds(1))) {
      Stream mine = context.source(numbers());
      Stream theirs = other.source(Numbers.source(root, 1, 1));
      assertThatThrownBy(() -> mine.union(theirs))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("operation=union");
    }
  }

  @Test
  void theListenersAreToldInOrderAndTheyCannotHarmTheQuery() throws Exception {
    List<String> told = new ArrayList<>();
    BatchListener bad =
        new BatchListener() {
          @Override
          public void onBatch(io.millrace.metrics.BatchMetrics metrics) {
            told.add("bad batch " + metrics.batchId());
            throw new AssertionError("listener");
          }

          @Override
          public void onStop() {
            told.add("bad stop");
            throw new IllegalStateException("listener");
          }
        };
    BatchListener good =
        new BatchListener() {
          @Override
          public void onBatch(io.millrace.metrics.BatchMetrics metrics) {
            told.add("batch " + metrics.batchId());
          }

          @Override
          public void onFailure(Throwable failure) {
            told.add("failure");
          }

          @Override
          public void onStop() {
            told.add("stop");
          }
        };
    Run run =
        Run.of(
            settings -> settings.listener(bad).listener(good),
            (c, allocator) -> c.source(Numbers.source(allocator, 1, 1)).to(sink));
    assertThat(run.failure()).isNull();
    assertThat(told).startsWith("bad batch 0", "batch 0").endsWith("bad stop", "stop");
    assertThat(told).doesNotContain("failure");
  }

  @Test
  void aFailureIsToldBeforeTheEnd() throws Exception {
    List<String> told = new ArrayList<>();
    Run run =
        Run.of(
            settings ->
                settings.listener(
                    new BatchListener() {
                      @Override
                      public void onFailure(Throwable failure) {
                        told.add(failure.getMessage());
                        throw new IllegalStateException("listener");
                      }

                      @Override
                      public void onStop() {
                        told.add("stop");
                      }
                    }),
            (c, allocator) ->
                c.source(Numbers.source(allocator, 1, 1))
                    .to(
                        sink.failing(
                            ScriptedSink.Step.WRITE, 1, new IllegalStateException("jam"))));
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).isEqualTo(run.failure().getMessage()).contains("jam");
    assertThat(told.getLast()).isEqualTo("stop");
  }

  @Test
  void aDeviceThatIsNotThereIsTheUsersFault() {
    assertThatThrownBy(() -> StreamingContext.builder().device(Device.CUDA).create())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("device=cuda");
  }

  @Test
  void aBackendThatCannotOpenClosesSourcesAndSinks() throws Exception {
    ScriptedSource[] source = new ScriptedSource[1];
    Run run =
        Run.of(
            settings -> settings.workers(-1),
            (c, allocator) -> {
              source[0] = Numbers.source(allocator, 1, 1);
              c.source(source[0]).to(sink);
            });
    assertThat(run.failure()).isInstanceOf(UserException.class).hasMessageContaining("workers=-1");
    assertThat(source[0].calls()).containsExactly(ScriptedSource.Step.CLOSE);
    assertThat(sink.calls()).containsExactly(ScriptedSink.Step.CLOSE);
  }

  @Test
  void closingAfterAFailureIsQuiet() throws Exception {
    context.source(numbers()).to(sink.failing(ScriptedSink.Step.OPEN, 1, new Error("no")));
    context.start();
    assertThatThrownBy(context::awaitTermination).hasMessageContaining("no");
    assertThatThrownBy(() -> context.awaitTermination(Duration.ofDays(1_000_000)))
        .hasMessageContaining("no");
    context.close();
  }
}
