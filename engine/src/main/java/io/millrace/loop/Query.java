package io.millrace.loop;

import io.millrace.Limits;
import io.millrace.OnValueError;
import io.millrace.Trigger;
import io.millrace.error.DeviceException;
import io.millrace.kernels.Backend;
import io.millrace.kernels.BackendProvider;
import io.millrace.metrics.BatchListener;
import io.millrace.operator.ChildAllocators;
import io.millrace.operator.QueryRunner;
import io.millrace.plan.Node;
import io.millrace.sink.SinkContext;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running query: opens sources, sinks and backend, runs the loop on a thread of its own, and
 * releases everything at the end, in whatever way that comes. Thread-safe.
 */
public final class Query {
  private static final Logger LOG = LoggerFactory.getLogger(Query.class);

  private final Settings settings;
  private final List<Node.Output> outputs;
  private final List<BatchListener> listeners;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Throwable failure;

  /** What a query runs with. */
  public record Settings(
      String name,
      BufferAllocator allocator,
      BackendProvider provider,
      int workers,
      Trigger trigger,
      Duration interval,
      Limits limits,
      OnValueError onValueError,
      Clock clock) {}

  /** Begins to run. */
  public Query(Settings settings, List<Node.Output> outputs, List<BatchListener> listeners) {
    this.settings = settings;
    this.outputs = outputs;
    this.listeners = new ArrayList<>(listeners);
    this.listeners.addFirst(new BatchLog(settings.name()));
    Thread.ofPlatform().name("millrace-" + settings.name()).start(this::run);
  }

  private void run() {
    Closing closing = new Closing();
    try {
      ChildAllocators children = closing.add(new ChildAllocators(settings.allocator()));
      Backend backend =
          closing.add(
              settings
                  .provider()
                  .open(
                      children.child("backend " + settings.provider().name()), settings.workers()));
      outputs.forEach(output -> closing.add(output.sink()));
      QueryRunner runner =
          closing.add(new QueryRunner(outputs, backend, children, settings.onValueError()));
      runner.inputs().forEach(input -> closing.add(input.source()));
      open(runner, children);
      new QueryLoop(
              runner,
              settings.trigger(),
              settings.interval().toMillis(),
              settings.limits(),
              settings.clock(),
              listeners,
              stop)
          .run();
    } catch (Throwable e) {
      failure = e;
    }
    failure = closing.close(failure);
    end();
  }

  private void open(QueryRunner runner, ChildAllocators children) {
    for (Node.Input input : runner.inputs()) {
      String name = "source #" + input.id();
      input.source().open(new SourceContext(children.child(name), settings.clock()));
    }
    for (Node.Output output : outputs) {
      try {
        output
            .sink()
            .open(new SinkContext(output.schema(), children.child("sink #" + output.id())));
      } catch (IOException e) {
        throw new DeviceException(
            "A sink must be able to open: sink="
                + output.sink().name()
                + ", error="
                + e.getMessage()
                + ". Mend what it says and start again.",
            true,
            e);
      }
    }
  }

  private void end() {
    ended.countDown();
    for (BatchListener listener : listeners) {
      try {
        if (failure != null) {
          listener.onFailure(failure);
        }
        listener.onStop();
      } catch (RuntimeException e) {
        LOG.warn("A listener must not throw: listener={}", listener, e);
      }
    }
  }

  /**
   * Asks the query to end: after the batch in hand, or, not gracefully, in the midst of it. Does
   * not wait.
   */
  public void stop(boolean graceful) {
    stop.request(graceful);
  }

  /** Whether the query has ended and released everything. */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Waits for the end. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
    rethrow();
  }

  /** Waits for the end, for so long at most; tells whether it came. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    boolean over = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (over) {
      rethrow();
    }
    return over;
  }

  private void rethrow() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
