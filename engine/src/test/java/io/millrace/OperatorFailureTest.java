package io.millrace;

import static io.millrace.Functions.call;
import static io.millrace.Functions.col;
import static io.millrace.Functions.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.DataException;
import io.millrace.error.DeviceException;
import io.millrace.error.InternalException;
import io.millrace.error.UserException;
import io.millrace.harness.Fault;
import io.millrace.harness.Numbers;
import io.millrace.harness.Run;
import io.millrace.harness.ScriptedSink;
import io.millrace.harness.ScriptedSource;
import io.millrace.source.Offset;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator that throws fails the query, says where, commits nothing and keeps no byte. */
class OperatorFailureTest {
  private static final int ROWS = 100_000;

  private final ScriptedSink sink = new ScriptedSink();
  private ScriptedSource source;

  /** Three batches of many chunks; the function throws at one number. */
  private Run run(Fault fault) throws Exception {
    return Run.of(
        settings -> settings.limits(new Limits(ROWS, Long.MAX_VALUE, false)),
        (context, allocator) -> {
          source = Numbers.source(allocator, 3, ROWS);
          context
              .source(source)
              .withColumn("m", call(fault, col("n")))
              .groupBy(col("m").mod(7L).as("k"))
              .running(OutputMode.COMPLETE)
              .agg(count())
              .to(sink);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, ROWS / 2, ROWS - 1, ROWS, 2 * ROWS + 1, 3 * ROWS - 1})
  void theMessageHasOperatorBatchAndPositions(long number) throws Exception {
    Run run = run(new Fault(number, () -> new IllegalStateException("no such luck")));

    long batch = number / ROWS;
    assertThat(run.failure())
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("error=java.lang.IllegalStateException: no such luck")
        .hasMessageContaining("batch=" + batch + ",")
        .hasMessageContaining("operator=select n, fault(n)")
        .hasMessageContaining(
            "positions=[numbers from rows=%d to rows=%d]"
                .formatted(batch * ROWS, (batch + 1) * ROWS))
        .hasRootCauseMessage("no such luck");
    assertThat(run.metrics()).hasSize((int) batch);
    assertThat(source.committed())
        .isEqualTo(
            java.util.stream.LongStream.rangeClosed(1, batch)
                .mapToObj(i -> new Offset("rows=" + i * ROWS))
                .toList());
    assertThat(sink.batchIds())
        .isEqualTo(java.util.stream.LongStream.range(0, batch).boxed().toList());
  }

  @Test
  void theKindOfFailureStays() throws Exception {
    assertThat(run(new Fault(5, () -> new UserException("Mine."))).failure())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Mine. At: batch=0");
    assertThat(run(new Fault(5, () -> new DataException("Theirs."))).failure())
        .isInstanceOf(DataException.class);
    Run fatal = run(new Fault(5, () -> new DeviceException("Gone.", false, null)));
    assertThat(fatal.failure())
        .isInstanceOfSatisfying(DeviceException.class, e -> assertThat(e.recoverable()).isFalse());
  }

  @Test
  void errorsOfTheMachineFailTheQueryToo() throws Exception {
    Supplier<Error> noMemory = () -> new OutOfMemoryError("heap");
    assertThat(run(new Fault(5, noMemory)).failure())
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("error=heap");
    assertThat(run(new Fault(5, () -> new StackOverflowError())).failure())
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("StackOverflowError");
  }

  @Test
  void checkedExceptionsThatSlipThroughFailTheQueryToo() throws Exception {
    assertThat(run(new Fault(5, () -> new java.io.IOException("pipe"))).failure())
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("operator=select n, fault(n)")
        .hasRootCauseMessage("pipe");
  }

  /**
   * Cancellation is how the engine itself leaves a batch; a function's own must not look like it.
   */
  @Test
  void aFunctionThatWasCancelledIsAFailure() throws Exception {
    Run run = run(new Fault(5, () -> new CancellationException("their future")));
    assertThat(run.failure()).hasMessageContaining("their future");
    assertThat(source.committed()).isEmpty();
  }

  @Test
  void whatOtherWorkersThrowIsSuppressedIntoTheFirst() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Supplier<Throwable> together =
        () -> {
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new IllegalStateException("one of two");
        };
    Run run =
        Run.of(
            (context, allocator) -> {
              ScriptedSource numbers = new ScriptedSource("numbers", Numbers.SCHEMA);
              numbers.add(Numbers.batch(allocator, 0, 2048 * 16));
              numbers.add(Numbers.batch(allocator, 0, 2048 * 16));
              context.source(numbers).select(call(new Fault(0, together), col("n"))).to(sink);
            });
    assertThat(run.failure()).hasRootCauseMessage("one of two");
    assertThat(allSuppressed(run.failure())).anyMatch(e -> "one of two".equals(e.getMessage()));
  }

  /** A failure that is one object for all is no reason to lose it. */
  @Test
  void workersMayThrowTheSameObject() throws Exception {
    IllegalStateException same = new IllegalStateException("the only one");
    Run run =
        Run.of(
            (context, allocator) -> {
              ScriptedSource numbers = new ScriptedSource("numbers", Numbers.SCHEMA);
              for (int i = 0; i < 20; i++) {
                numbers.add(Numbers.batch(allocator, 0, 10));
              }
              context.source(numbers).select(call(new Fault(0, () -> same), col("n"))).to(sink);
            });
    assertThat(run.failure()).isInstanceOf(InternalException.class).hasRootCause(same);
  }

  private static List<Throwable> allSuppressed(Throwable failure) {
    List<Throwable> all = new java.util.ArrayList<>();
    for (Throwable e = failure; e != null; e = e.getCause()) {
      for (Throwable suppressed : e.getSuppressed()) {
        for (Throwable cause = suppressed; cause != null; cause = cause.getCause()) {
          all.add(cause);
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anOperatorAfterAGroupIsNamedToo(int workers) throws Exception {
    Run run =
        Run.of(
            settings -> settings.workers(workers),
            (context, allocator) ->
                context
                    .source(Numbers.source(allocator, 1, 5_000))
                    .groupBy("n")
                    .agg(count().as("c"))
                    .filter(call(new Fault(4_000, () -> new RuntimeException("x")), col("n")).gt(0))
                    .to(sink));
    assertThat(run.failure()).hasMessageContaining("operator=filter (fault(n) > 0)");
    assertThat(sink.batchIds()).isEmpty();
  }
}
