package io.millrace;

import static io.millrace.Functions.call;
import static io.millrace.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.UserException;
import io.millrace.expr.ScalarFunction;
import io.millrace.harness.Numbers;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.KernelContext;
import io.millrace.kernels.Vec;
import io.millrace.kernels.types.DataType;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopTest {
  private final RootAllocator root = new RootAllocator();
  private final ManualClock clock = new ManualClock(0);
  private final ScriptedSink sink = new ScriptedSink();
  private StreamingContext context;

  private StreamingContext context(Trigger trigger, BatchListener... listeners) {
    ContextBuilder builder =
        StreamingContext.builder().allocator(root).clock(clock).trigger(trigger).workers(2);
    List.of(listeners).forEach(builder::listener);
    context = builder.create();
    return context;
  }

  @AfterEach
  void everyByteCameBack() {
    context.close();
    root.close();
  }

  /** A function that waits in its first chunk until it is let go. */
  private static final class Gate implements ScalarFunction {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public String name() {
      return "gate";
    }

    @Override
    public DataType resultType(List<DataType> arguments) {
      return arguments.getFirst();
    }

    @Override
    public Vec apply(KernelContext kernels, Vec[] arguments, int length) {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return arguments[0];
    }
  }

  private ScriptedSource stopInTheMidst(boolean graceful) throws Exception {
    Gate gate = new Gate();
    ScriptedSource source = Numbers.source(root, 1, 200_000);
    context(Trigger.AS_FAST_AS_POSSIBLE).source(source).select(call(gate, col("n"))).to(sink);
    context.start();
    gate.reached.await();
    context.stop(graceful);
    assertThat(context.awaitTermination(Duration.ofNanos(1))).isFalse();
    gate.open.countDown();
    context.awaitTermination();
    return source;
  }

  @Test
  void aGracefulStopFinishesTheBatchInHand() throws Exception {
    ScriptedSource source = stopInTheMidst(true);
    assertThat(sink.rows()).hasSize(200_000);
    assertThat(source.committed()).hasSize(1);
  }

  @Test
  void aStopAtOnceLeavesTheBatchInHandUncommitted() throws Exception {
    ScriptedSource source = stopInTheMidst(false);
    assertThat(sink.batchIds()).isEmpty();
    assertThat(source.committed()).isEmpty();
    assertThat(source.calls()).contains(ScriptedSource.Step.CLOSE);
  }

  @Test
  void aQueryThatWaitsForItsNextBatchStopsWithoutIt() throws Exception {
    ScriptedSource source = Numbers.source(root, 1, 10);
    context(Trigger.INTERVAL).source(source).to(sink);
    context.start();
    while (!clock.isAwaited()) {
      Thread.onSpinWait();
    }
    context.stop();
    context.stop(false);
    context.stop(true);
    context.awaitTermination();
    assertThat(sink.batchIds()).isEmpty();
    assertThat(source.calls()).doesNotContain(ScriptedSource.Step.POLL);
  }

  @Test
  void stoppingRightAfterTheStartEndsTheQueryInOrder() throws Exception {
    ScriptedSource source = Numbers.source(root, 1, 10);
    context(Trigger.INTERVAL).source(source).to(sink);
    context.start();
    context.stop(false);
    context.awaitTermination();
    context.stop();
    assertThat(source.calls()).containsOnlyOnce(ScriptedSource.Step.CLOSE);
  }

  @Test
  void aListenerMayStopTheQuery() throws Exception {
    context(
        Trigger.AS_FAST_AS_POSSIBLE,
        new BatchListener() {
          @Override
          public void onBatch(BatchMetrics metrics) {
            context.stop();
          }
        });
    context.source(Numbers.source(root, 1, 10)).to(sink);
    context.start();
    context.awaitTermination();
    assertThat(sink.batchIds()).containsExactly(0L);
  }

  @Test
  void foreachBatchMayStopTheQueryAndItsBatchIsStillCommitted() throws Exception {
    ScriptedSource source = Numbers.source(root, 1, 10);
    context(Trigger.AS_FAST_AS_POSSIBLE).source(source).foreachBatch(_ -> context.stop(false));
    context.start();
    context.awaitTermination();
    assertThat(source.committed()).hasSize(1);
  }

  /** It would wait for itself. */
  @Test
  void closingAndWaitingWithinABatchAreRefused() throws Exception {
    AtomicReference<Throwable> closing = new AtomicReference<>();
    AtomicReference<Throwable> waiting = new AtomicReference<>();
    context(
        Trigger.AS_FAST_AS_POSSIBLE,
        new BatchListener() {
          @Override
          public void onBatch(BatchMetrics metrics) {
            closing.set(thrownBy(() -> context.close()));
            waiting.set(thrownBy(() -> context.awaitTermination()));
            context.stop();
          }
        });
    context.source(Numbers.source(root, 1, 10)).to(sink);
    context.start();
    context.awaitTermination();
    assertThat(closing.get()).isInstanceOf(UserException.class).hasMessageContaining("thread=");
    assertThat(waiting.get()).isInstanceOf(UserException.class).hasMessageContaining("stop()");
  }

  private interface Action {
    void run() throws Exception;
  }

  private static Throwable thrownBy(Action action) {
    try {
      action.run();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  /** Nothing may end a query in silence. */
  @Test
  void anInterruptThatIsNoStopFailsTheQuery() throws Exception {
    context(Trigger.INTERVAL)
        .source(Numbers.source(root, 1, 10))
        .foreachBatch(_ -> Thread.currentThread().interrupt());
    context.start();
    while (!clock.isAwaited()) {
      Thread.onSpinWait();
    }
    clock.advance(1_000);
    assertThatThrownBy(() -> context.awaitTermination())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("must not be interrupted");
  }

  /** Who closes waits, and must not keep others from stopping meanwhile. */
  @Test
  void closingStopsGracefully() throws Exception {
    Gate gate = new Gate();
    ScriptedSource source = Numbers.source(root, 1, 10);
    context(Trigger.AS_FAST_AS_POSSIBLE)
        .source(source)
        .select(call(gate, col("n")))
        .foreachBatch(_ -> context.stop());
    context.start();
    gate.reached.await();
    Thread closer = Thread.ofPlatform().start(context::close);
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    gate.open.countDown();
    closer.join();
    assertThat(source.committed()).hasSize(1);
  }
}
