package io.millrace.loop;

import io.millrace.Limits;
import io.millrace.OnValueError;
import io.millrace.Trigger;
import io.millrace.error.Closing;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.metrics.BatchListener;
import io.millrace.operator.ChildAllocators;
import io.millrace.operator.PlacedFailure;
import io.millrace.operator.QueryRunner;
import io.millrace.operator.SinkCall;
import io.millrace.placement.Calibration;
import io.millrace.placement.PlacedBackend;
import io.millrace.placement.ShadowShare;
import io.millrace.plan.BackendChoice;
import io.millrace.plan.Node;
import io.millrace.plan.SourceNames;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.source.Offset;
import io.millrace.source.Parallel;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A running query: opens sources, sinks and backend, runs the loop on a thread of its own, and
 * releases everything at the end, in whatever way that comes. Thread-safe.
 */
public final class Query {
  private final Settings settings;
  private final List<Node.Output> outputs;
  private final List<Source> sources;
  private final Listeners listeners;
  private final Thread thread;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Throwable failure;

  /** What a query runs with. */
  public record Settings(
      String name,
      BufferAllocator allocator,
      BackendChoice backends,
      Calibration calibration,
      ShadowShare shadowShare,
      int workers,
      Trigger trigger,
      Duration interval,
      Limits limits,
      OnValueError onValueError,
      Clock clock,
      Map<String, String> startingAt) {}

  /**
   * A query that has not begun.
   *
   * @param outputs what is to be run
   * @param sources all sources of the program, to be closed at the end, also those that no output
   *     needs
   */
  public Query(
      Settings settings,
      List<Node.Output> outputs,
      List<Source> sources,
      List<BatchListener> listeners) {
    this.settings = settings;
    this.outputs = outputs;
    this.sources = List.copyOf(sources);
    this.listeners = new Listeners(settings.name(), listeners);
    this.thread = Thread.ofPlatform().name("millrace-" + settings.name()).unstarted(this::run);
  }

  /** Begins to run. The query may call whoever holds it before this returns. */
  public void start() {
    thread.start();
  }

  private void run() {
    Closing closing = new Closing();
    try {
      run(closing);
    } catch (Throwable e) {
      failure = e instanceof MillraceException ? e : PlacedFailure.of(e, "query");
    }
    failure = closing.close(failure);
    try {
      listeners.onEnd(failure);
    } finally {
      ended.countDown();
    }
  }

  private void run(Closing closing) {
    ChildAllocators children = new ChildAllocators(settings.allocator());
    closeAtEnd(closing, "allocators", children);
    outputs.forEach(
        output -> {
          Sink sink = output.sink();
          closeAtEnd(
              closing, "sink " + sink.name(), () -> SinkCall.run(sink, "close", sink::close));
        });
    sources.forEach(source -> closeAtEnd(closing, "source " + source.name(), source));
    PlacedBackend backend =
        OpenBackends.of(settings.backends(), settings.workers(), children, settings.calibration());
    closeAtEnd(closing, "backends", backend);
    QueryRunner runner =
        new QueryRunner(
            outputs, backend, children, settings.onValueError(), settings.shadowShare());
    closeAtEnd(closing, "operators", runner);
    openAll(children, backend::forEachOnHost);
    new QueryLoop(
            runner,
            settings.trigger(),
            settings.interval().toMillis(),
            settings.limits(),
            settings.clock(),
            listeners,
            stop)
        .run();
    finishSinks();
  }

  /** Marks the ends of the outputs, which are whole unless the query was stopped at once. */
  private void finishSinks() {
    for (Node.Output output : outputs) {
      if (!stop.immediate()) {
        Sink sink = output.sink();
        PlacedFailure.at(
            "finish of sink " + sink.name(), () -> SinkCall.run(sink, "finish", sink::finish));
      }
    }
  }

  private static void closeAtEnd(Closing closing, String name, AutoCloseable resource) {
    closing.add(() -> PlacedFailure.at("close of " + name, resource::close));
  }

  private void openAll(ChildAllocators children, Parallel parallel) {
    SourceNames.of(outputs)
        .forEach((input, name) -> open(input, children, parallel, settings.startingAt().get(name)));
    for (Node.Output output : outputs) {
      Sink sink = output.sink();
      SinkContext context =
          new SinkContext(output.schema(), children.child("sink #" + output.id()));
      PlacedFailure.at(
          "open of sink " + sink.name(),
          () -> SinkCall.run(sink, "open", () -> sink.open(context)));
    }
  }

  private void open(Node.Input input, ChildAllocators children, Parallel parallel, String start) {
    Source source = input.source();
    BufferAllocator allocator = children.child("source #" + input.id());
    PlacedFailure.at(
        "open of source " + source.name(),
        () -> {
          source.open(new SourceContext(allocator, settings.clock(), parallel));
          if (start != null) {
            source.seek(new Offset(start));
          }
        });
  }

  /**
   * Asks the query to end: after the batch in hand, or, not gracefully, in the midst of it. Does
   * not wait.
   */
  public void stop(boolean graceful) {
    stop.request(graceful);
    outputs.forEach(output -> output.sink().stopping(graceful));
  }

  /** Whether the query has ended and released everything. */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Waits for the end.
   *
   * @throws UserException on the query's own thread, which would wait for itself
   */
  public void awaitEnd() throws InterruptedException {
    requireOtherThread();
    ended.await();
    rethrow();
  }

  /** Waits for the end, for so long at most; tells whether it came. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    requireOtherThread();
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    boolean over = ended.await(nanos, TimeUnit.NANOSECONDS);
    if (over) {
      rethrow();
    }
    return over;
  }

  /** Refuses the query's own thread. */
  public void requireOtherThread() {
    if (Thread.currentThread() == thread) {
      throw new UserException(
          "A query cannot wait for its own end: thread="
              + thread.getName()
              + ". Call stop() in listeners, sources and sinks, and wait elsewhere.");
    }
  }

  /** As {@link #awaitEnd()}; an interrupt is kept for later. */
  public void awaitEndUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        awaitEnd();
        return;
      } catch (InterruptedException e) {
        interrupted = true;
      } finally {
        if (interrupted && hasEnded()) {
          Thread.currentThread().interrupt();
        }
      }
    }
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
