package io.millrace.flight;

import io.millrace.ContextBuilder;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.error.UserException;
import io.millrace.flight.call.Entry;
import io.millrace.flight.call.Served;
import io.millrace.flight.topic.SubscriptionSource;
import io.millrace.flight.topic.Topic;
import io.millrace.flight.topic.TopicSink;
import io.millrace.metrics.BatchListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a server serves, by name: streams that clients put into, results that they get, and queries
 * that they send batches through. A program defines it before the server starts; from then on the
 * server owns it.
 *
 * <p>Results are computed by one query that runs as long as the server, in {@link #context()}. A
 * query by name is built anew for each client that calls it.
 */
public final class Catalogue implements AutoCloseable {
  private final FlightLimits limits;
  private final Supplier<ContextBuilder> settings;
  private final RootAllocator root = new RootAllocator();
  private final BufferAllocator clients;
  private final BufferAllocator queries;
  private final StreamingContext context;
  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
  private boolean putsMakeStreams;
  private volatile boolean started;

  private Catalogue(FlightLimits limits, Supplier<ContextBuilder> settings) {
    this.limits = limits;
    this.settings = settings;
    this.clients = root.newChildAllocator("flight clients", 0, limits.memoryBytes());
    this.queries = root.newChildAllocator("flight queries", 0, Long.MAX_VALUE);
    this.context =
        settings.get().name("served").allocator(queries).listener(new ResultsEnd()).create();
  }

  /** An empty catalogue; queries have the settings of {@link StreamingContext#builder()}. */
  public static Catalogue create(FlightLimits limits) {
    return create(limits, StreamingContext::builder);
  }

  /** As {@link #create(FlightLimits)}, with settings for queries of the program's own. */
  public static Catalogue create(FlightLimits limits, Supplier<ContextBuilder> settings) {
    return new Catalogue(limits, settings);
  }

  /** A stream that clients may put batches with these columns into, and its rows. */
  public Stream stream(String name, Schema schema) {
    Topic topic = new Topic(name, schema, clients);
    add(new Entry.NamedStream(name, topic));
    return context.source(SubscriptionSource.of(topic, limits.queuedBytes()));
  }

  /** The result of each micro-batch, for clients to get. */
  public void result(String name, Stream stream) {
    Topic topic = new Topic(name, stream.schema(), clients);
    add(new Entry.NamedResult(name, topic));
    stream.to(new TopicSink(topic));
  }

  /**
   * A query over what a client sends. It is built once for each call, with the columns that the
   * client has; what does not fit them is an error that only this client sees.
   */
  public void query(String name, UnaryOperator<Stream> query) {
    add(new Entry.NamedQuery(name, query));
  }

  /** Lets clients make streams, by putting under a name that is not there yet. */
  public void letPutsMakeStreams() {
    putsMakeStreams = true;
  }

  /** The context of all streams and results, for sources and outputs of the program's own. */
  public StreamingContext context() {
    return context;
  }

  private void add(Entry entry) {
    if (started) {
      throw new UserException(
          "A catalogue is defined before its server starts: name=" + entry.name() + ".");
    }
    if (entry.name().isBlank() || entries.putIfAbsent(entry.name(), entry) != null) {
      throw new UserException(
          "A name in a catalogue is there once, and not empty: name=" + entry.name() + ".");
    }
  }

  /** Starts the query of all results, if there is one; nothing can be defined any more. */
  Served start() {
    started = true;
    if (context.hasOutputs()) {
      context.start();
    }
    return new View();
  }

  FlightLimits limits() {
    return limits;
  }

  /**
   * Stops the queries and gives back all memory; no client may be there any more.
   *
   * @throws IllegalStateException if memory is still held, which is a leak
   */
  @Override
  @SuppressWarnings("try") // they are there to be closed, in this order
  public void close() {
    try (root;
        queries;
        clients;
        context) {
      started = true;
    }
  }

  /** What the calls see. */
  private final class View implements Served {
    private int made;

    @Override
    public FlightLimits limits() {
      return limits;
    }

    @Override
    public BufferAllocator clients() {
      return clients;
    }

    @Override
    public ContextBuilder queryOfClient() {
      return settings.get().allocator(queries);
    }

    @Override
    public List<Entry> entries() {
      return List.copyOf(entries.values());
    }

    @Override
    public Entry find(String name) {
      return entries.get(name);
    }

    @Override
    public synchronized Entry.NamedStream make(String name, Schema schema) {
      if (entries.get(name) instanceof Entry.NamedStream there) {
        return there;
      }
      if (!putsMakeStreams || name.isBlank()) {
        return null;
      }
      if (made == limits.streams()) {
        throw new UserException(
            "Puts may make so many streams: streams=" + made + ", name=" + name + ".");
      }
      made++;
      Entry.NamedStream stream = new Entry.NamedStream(name, new Topic(name, schema, clients));
      entries.put(name, stream);
      return stream;
    }
  }

  /** Tells readers of results when and how the query of all results ends. */
  private final class ResultsEnd implements BatchListener {
    @Override
    public void onFailure(Throwable failure) {
      RuntimeException told =
          failure instanceof RuntimeException e
              ? e
              : new UserException("The query has failed: " + failure, failure);
      for (Entry entry : entries.values()) {
        switch (entry) {
          case Entry.NamedResult result -> result.topic().end(told);
          case Entry.NamedStream stream -> stream.topic().end(told);
          case Entry.NamedQuery _ -> {}
        }
      }
    }

    @Override
    public void onStop() {
      for (Entry entry : entries.values()) {
        if (entry instanceof Entry.NamedResult result) {
          result.topic().end(null);
        }
      }
    }
  }
}
