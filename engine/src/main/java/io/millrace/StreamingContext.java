package io.millrace;

import io.millrace.error.Closing;
import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.expr.Names;
import io.millrace.kernels.HostMemory;
import io.millrace.loop.Query;
import io.millrace.loop.ShutdownStop;
import io.millrace.metrics.BatchListener;
import io.millrace.plan.BackendChoice;
import io.millrace.plan.Node;
import io.millrace.plan.PlanBuilder;
import io.millrace.plan.PlanText;
import io.millrace.plan.SourceNames;
import io.millrace.sink.PrintSink;
import io.millrace.sink.Sink;
import io.millrace.source.QueueSource;
import io.millrace.source.RateSource;
import io.millrace.source.SocketTextSource;
import io.millrace.source.Source;
import io.millrace.source.TextFilesSource;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import io.millrace.transport.StreamFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.LoggerFactory;

/**
 * Where a stream program begins: makes sources, runs what hangs on them. Build the streams and
 * their outputs, {@link #start}, {@link #awaitTermination}, and close; a context runs once.
 *
 * <p>Built and started by one thread; {@link #stop} may be called by any.
 */
public final class StreamingContext implements AutoCloseable {
  private final ContextBuilder settings;
  private final BufferAllocator allocator;
  private final Optional<HostMemory> hostMemory;
  private final boolean ownsAllocator;
  private final PlanBuilder plan = new PlanBuilder();
  private final List<Source> sources = new ArrayList<>();
  private final List<BatchListener> listeners = new ArrayList<>();
  private final BackendChoice backend;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Query query;
  private ShutdownStop shutdownStop;
  private String standardOutput;

  StreamingContext(ContextBuilder settings) {
    this.settings = settings;
    this.backend =
        settings.backends == null ? BackendChoice.of(settings.device) : settings.backends;
    this.ownsAllocator = settings.allocator == null;
    this.hostMemory =
        ownsAllocator ? backend.providers().getFirst().hostMemory() : Optional.empty();
    this.allocator = ownsAllocator ? root(hostMemory) : settings.allocator;
    this.listeners.addAll(settings.listeners);
  }

  /** Batches are born where the device takes them. */
  private static RootAllocator root(Optional<HostMemory> memory) {
    return memory
        .map(
            from ->
                new RootAllocator(
                    RootAllocator.configBuilder().allocationManagerFactory(from.factory()).build()))
        .orElseGet(RootAllocator::new);
  }

  /**
   * Settings for a context; all have {@link Defaults}, which system properties {@code millrace.*}
   * may change.
   *
   * @throws UserException if such a property is unknown or has no meaning
   */
  public static ContextBuilder builder() {
    return new ContextBuilder(Defaults.ofSystemProperties());
  }

  /**
   * A context with a batch interval and nothing else out of the ordinary, as Spark's.
   *
   * @param batchInterval positive, whole milliseconds
   */
  public static StreamingContext of(Duration batchInterval) {
    return builder().batchInterval(batchInterval).create();
  }

  // Sources

  /**
   * Lines of text from a TCP server, one column {@code value}; connects again when the connection
   * is lost, see {@link SocketTextSource}.
   *
   * @param port from 1 to 65535
   */
  public Stream socketText(String host, int port) {
    return source(new SocketTextSource(host, port));
  }

  /**
   * Lines of the text files that appear in a folder by rename, one column {@code value}; each file
   * once, those that are there at the start as well. See {@link TextFilesSource}.
   *
   * @param folder need not be there yet
   */
  public Stream textFiles(Path folder) {
    return source(new TextFilesSource(folder));
  }

  /**
   * Rows of the Arrow IPC files that appear in a folder by rename, each once; columns are those of
   * the first file there.
   *
   * @throws UserException if there is no file yet, or its columns are of other types than Millrace
   *     computes with
   * @throws io.millrace.error.DataException if that file cannot be read
   */
  public Stream ipcFiles(Path folder) {
    return ipcFiles(folder, null);
  }

  /** As {@link #ipcFiles(Path)}, with columns that are known beforehand. */
  public Stream ipcFiles(Path folder, Schema schema) {
    return source(FileFormats.named("ipc").folderSource(folder, schema));
  }

  /**
   * Rows that other processes send as Arrow IPC streams, over TCP, a Unix domain socket or standard
   * input. Columns are those that the first peer sends, for which this waits, half a minute at
   * most.
   *
   * <p>Where peers connect, their rows come together message by message; a peer that goes away in
   * the middle of one is logged, and what it had sent before stays. Where the source connects, it
   * does so again with growing waits. Standard input ends the query when it ends.
   */
  public Stream ipcStream(Endpoint from) {
    return ipcStream(from, null);
  }

  /** As {@link #ipcStream(Endpoint)}, with columns that are known beforehand. */
  public Stream ipcStream(Endpoint from, Schema schema) {
    return ipcStream(from, schema, PeerLimits.DEFAULT);
  }

  /** As {@link #ipcStream(Endpoint, Schema)}, with limits of its own. */
  public Stream ipcStream(Endpoint from, Schema schema, PeerLimits limits) {
    return source(StreamTransports.named("ipc").source(from, schema, limits));
  }

  /**
   * Rows that other processes of this user write into shared memory, read where they lie. Columns
   * are those that the first peer sends, for which this waits, half a minute at most.
   *
   * @param from the path of a Unix domain socket, over which the two ends talk about the memory
   */
  public Stream ipcRing(Endpoint from) {
    return ipcRing(from, null);
  }

  /** As {@link #ipcRing(Endpoint)}, with columns that are known beforehand. */
  public Stream ipcRing(Endpoint from, Schema schema) {
    return ipcRing(from, schema, PeerLimits.DEFAULT);
  }

  /**
   * As {@link #ipcRing(Endpoint, Schema)}, with limits of its own, the memory's size one of them.
   */
  public Stream ipcRing(Endpoint from, Schema schema, PeerLimits limits) {
    return source(StreamTransports.named("ring").source(from, schema, limits));
  }

  /** Batches that the program puts into a queue. */
  public Stream queue(QueueSource queue) {
    return source(queue);
  }

  /** Generated rows. */
  public Stream rate(RateSource generator) {
    return source(generator);
  }

  /** Any source, which feeds this one stream; the context closes it, unless this throws. */
  public Stream source(Source source) {
    Stream stream = new Stream(this, plan, plan.source(source));
    sources.add(source);
    return stream;
  }

  // Life

  /**
   * Begins to run.
   *
   * @throws UserException if there is no output, or the context was started before
   */
  public synchronized void start() {
    if (query != null || closed.get()) {
      throw new UserException("A context runs once: operation=start. Create another one.");
    }
    List<Node.Output> outputs = plan.outputs();
    if (outputs.isEmpty()) {
      throw new UserException(
          "A program needs an output: outputs=0. Call print(), foreachBatch(...) or another one.");
    }
    requireKnownSources(outputs);
    plan.freeze();
    query =
        new Query(
            new Query.Settings(
                settings.name,
                allocator,
                backend,
                settings.calibration,
                settings.shadowShare,
                settings.workers,
                settings.trigger,
                settings.batchInterval,
                settings.limits,
                settings.onValueError,
                settings.clock,
                settings.startingAt),
            outputs,
            sources,
            listeners);
    query.start();
    if (settings.stopOnShutdown) {
      shutdownStop = ShutdownStop.of(query);
    }
  }

  private void requireKnownSources(List<Node.Output> outputs) {
    List<String> known = List.copyOf(SourceNames.of(outputs).values());
    for (String name : settings.startingAt.keySet()) {
      if (!known.contains(name)) {
        throw new UserException(
            "A position must be one of a source that the program reads: source="
                + name
                + ", nearest="
                + Names.nearest(known, name)
                + ", sources="
                + known
                + ".");
      }
    }
  }

  /**
   * Waits until the query ends by itself, is stopped or fails.
   *
   * @throws io.millrace.error.MillraceException the failure, if it failed
   */
  public void awaitTermination() throws InterruptedException {
    started().awaitEnd();
  }

  /**
   * As {@link #awaitTermination()}, for so long at most.
   *
   * @return whether the query has ended
   */
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return started().awaitEnd(timeout);
  }

  /**
   * Ends the query and does not wait: gracefully, after the batch in hand, else at once, leaving it
   * uncommitted.
   */
  public void stop(boolean graceful) {
    started().stop(graceful);
  }

  /** Ends the query gracefully; does not wait. */
  public void stop() {
    stop(true);
  }

  private Query started() {
    if (query == null) {
      throw new UserException(
          "The context must have been started: operation=wait or stop. Call start().");
    }
    return query;
  }

  /**
   * Ends the query gracefully, waits for it, and gives back all memory; sources and sinks are
   * closed even if the context never started. A second call does nothing.
   *
   * @throws UserException on the query's own thread, which would wait for itself
   * @throws IllegalStateException if memory of the context's own allocator is still held, which is
   *     a leak; names its owner
   */
  @Override
  public void close() {
    if (query != null) {
      query.requireOtherThread();
    }
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Closing closing = new Closing();
    if (ownsAllocator) {
      hostMemory.ifPresent(closing::add);
      closing.add(allocator);
    }
    if (query != null) {
      closing.add(this::end);
    } else {
      plan.outputs().forEach(output -> closing.add(output.sink()));
      sources.forEach(closing::add);
    }
    closing.close();
  }

  private void end() {
    query.stop(true);
    try {
      query.awaitEndUninterruptibly();
    } catch (MillraceException e) {
      // told by awaitTermination and the listeners; closing only has to end things
      LoggerFactory.getLogger(StreamingContext.class).debug("The query had failed.", e);
    } finally {
      if (shutdownStop != null) {
        shutdownStop.close();
      }
    }
  }

  /** Adds a listener; before {@link #start}. */
  public void addListener(BatchListener listener) {
    plan.requireOpen("addListener");
    listeners.add(listener);
  }

  /** The allocator under which all of the query's memory is accounted. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /** The whole plan as text. */
  public String explain() {
    return PlanText.of(plan.outputs(), backend);
  }

  /** Whether the program has an output, without which it cannot start. */
  public boolean hasOutputs() {
    return !plan.outputs().isEmpty();
  }

  BackendChoice backend() {
    return backend;
  }

  Sink printSink(int rows) {
    if (settings.out == System.out) {
      standardOutput("print");
    }
    return new PrintSink(rows, settings.out);
  }

  Sink transportSink(String transport, Endpoint to, PeerLimits limits, StreamFormat format) {
    Sink sink = StreamTransports.named(transport).sink(to, limits, format);
    if (to instanceof Endpoint.StandardStreams) {
      standardOutput(sink.name());
    }
    return sink;
  }

  /** Standard output is for text that is printed, or for the batches of one sink. */
  private void standardOutput(String use) {
    boolean shared =
        standardOutput == null || (standardOutput.equals("print") && use.equals("print"));
    if (!shared) {
      throw new UserException(
          "Standard output carries one stream and nothing else: first="
              + standardOutput
              + ", second="
              + use
              + ". Print to builder().out(System.err), or use a socket.");
    }
    standardOutput = use;
  }

  /** A duration in batches. */
  int batches(Duration duration, String name) {
    long batches = duration.isPositive() ? duration.dividedBy(settings.batchInterval) : 0;
    boolean whole = settings.batchInterval.multipliedBy(batches).equals(duration);
    if (batches < 1 || batches > Integer.MAX_VALUE || !whole) {
      throw new UserException(
          "A window's "
              + name
              + " must be a positive multiple of the batch interval: "
              + name
              + "="
              + duration
              + ", batchInterval="
              + settings.batchInterval
              + ".");
    }
    return (int) batches;
  }
}
