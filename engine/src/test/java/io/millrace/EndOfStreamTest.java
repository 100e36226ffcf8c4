package io.millrace;

import static io.millrace.Functions.count;
import static io.millrace.Functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.InternalException;
import io.millrace.error.UserException;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSource;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.kernels.types.DataType;
import io.millrace.sink.Result;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkStoppedException;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import io.millrace.transport.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources that end, and what sinks are told of the end. */
@Timeout(60)
class EndOfStreamTest {
  private static final DataType TIME = DataType.timestamp(TimeUnit.SECOND, null);
  private static final Schema TIMES = new Schema(List.of(TIME.field("t")));

  /** A source that hands over what another one has, then ends. */
  private static final class Finite implements Source {
    private final Source source;
    private boolean exhausted;

    Finite(Source source) {
      this.source = source;
    }

    @Override
    public String name() {
      return "finite";
    }

    @Override
    public Schema schema() {
      return source.schema();
    }

    @Override
    public void open(SourceContext context) {
      source.open(context);
    }

    @Override
    public Polled poll(Limit limit) {
      Polled polled = source.poll(limit);
      exhausted = polled.rows() == 0;
      return polled;
    }

    @Override
    public boolean isExhausted() {
      return exhausted;
    }

    @Override
    public void commit(Offset offset) {
      source.commit(offset);
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private static Finite finite(Source source) {
    return new Finite(source);
  }

  /** A sink that writes down what it is told, and may hold a write up until it is stopped. */
  private static final class Told implements Sink {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch stopped;

    Told(boolean waits) {
      stopped = new CountDownLatch(waits ? 1 : 0);
    }

    @Override
    public String name() {
      return "told";
    }

    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(Result result) throws SinkStoppedException {
      boolean waits = stopped.getCount() > 0;
      writing.countDown();
      try {
        stopped.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (waits) {
        throw new SinkStoppedException("told");
      }
      calls.add("write " + result.rows());
    }

    @Override
    public void finish() {
      calls.add("finish");
    }

    @Override
    public void stopping(boolean graceful) {
      stopped.countDown();
    }

    @Override
    public long bytesCopied() {
      return 7L * calls.size();
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  private final Told sink = new Told(false);

  @ParameterizedTest
  @EnumSource(Trigger.class)
  void aQueryEndsWithItsSources(Trigger trigger) throws Exception {
    Run run =
        Run.of(
            settings ->
                settings
                    .trigger(trigger)
                    .clock(Clock.system())
                    .batchInterval(Duration.ofMillis(1))
                    .limits(new Limits(15, Long.MAX_VALUE, false)),
            (context, allocator) ->
                context.source(finite(Numbers.source(allocator, 2, 10))).to(sink));
    assertThat(run.failure()).isNull();
    assertThat(sink.calls).startsWith("write 15", "write 5").endsWith("finish", "close");
    assertThat(run.metrics().getFirst().bytesCopied()).containsEntry("sink told", 7L);
  }

  @Test
  void theEndClosesEveryWindow() throws Exception {
    Run.of(
        settings -> settings.trigger(Trigger.AS_FAST_AS_POSSIBLE).clock(Clock.system()),
        (context, allocator) -> {
          ScriptedSource times = new ScriptedSource("times", TIMES);
          times.add(Run.batch(allocator, TIMES, TestColumn.of(TIME, 1L, 12L, 55L)));
          context
              .source(finite(times))
              .withWatermark("t", Duration.ofHours(1))
              .groupBy(window("t", Duration.ofSeconds(10)))
              .agg(count())
              .to(sink);
        });
    assertThat(sink.calls).endsWith("write 3", "finish", "close");
  }

  @Test
  void oneSourceThatGoesOnKeepsTheQueryRunning() throws Exception {
    try (RootAllocator root = new RootAllocator();
        StreamingContext context =
            StreamingContext.builder()
                .allocator(root)
                .trigger(Trigger.AS_FAST_AS_POSSIBLE)
                .create()) {
      Stream ends = context.source(finite(Numbers.source(root, 1, 10)));
      ends.union(context.source(Numbers.source(root, 1, 10))).to(sink);
      context.start();
      sink.writing.await();
      assertThat(context.awaitTermination(Duration.ofMillis(50))).isFalse();
      assertThat(sink.calls).doesNotContain("finish");
      context.stop(true);
      context.awaitTermination();
      assertThat(sink.calls).endsWith("finish", "close");
    }
  }

  @Test
  void aFailureIsNoEnd() throws Exception {
    Run run =
        Run.of(
            (context, allocator) -> {
              Stream numbers = context.source(Numbers.source(allocator, 1, 10));
              numbers.to(sink);
              numbers.foreachBatch(
                  result -> {
                    throw new IllegalStateException("jammed");
                  });
            });
    assertThat(run.failure()).isInstanceOf(InternalException.class);
    assertThat(sink.calls).containsExactly("write 10", "close");
  }

  @Test
  void aWriteThatIsGivenUpSinceTheQueryStopsIsNoFailure() throws Exception {
    Told waits = new Told(true);
    try (RootAllocator root = new RootAllocator();
        StreamingContext context =
            StreamingContext.builder()
                .allocator(root)
                .trigger(Trigger.AS_FAST_AS_POSSIBLE)
                .create()) {
      context.source(Numbers.source(root, 1, 10)).to(waits);
      context.start();
      waits.writing.await();
      context.stop(false);
      context.awaitTermination();
    }
    assertThat(waits.calls).containsExactly("close");
  }

  @Test
  void aTransportNeedsItsJar() {
    try (StreamingContext context = StreamingContext.of(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> context.ipcStream(Endpoint.connect("localhost", 1)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("transport=ipc")
          .hasMessageContaining("millrace-arrow-io");
    }
  }
}
