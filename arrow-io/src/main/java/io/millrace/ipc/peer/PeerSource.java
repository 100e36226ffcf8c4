package io.millrace.ipc.peer;

import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.ipc.poll.BatchCutter;
import io.millrace.ipc.poll.Budget;
import io.millrace.ipc.socket.Patience;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.transport.Endpoint;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches that peers send. They are received on threads of the source's own, checked there, and
 * wait to be polled; while more wait than the limit allows, nothing is received, so that the
 * senders have to wait. Offsets are {@code rows=N}, the rows handed over so far.
 */
public final class PeerSource implements Source {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String kind;
  private final Feed feed;
  private final Schema schema;
  private final Arrivals arrivals;
  private final BatchCutter cutter = new BatchCutter();
  private BufferAllocator allocator;
  private long handedOver;
  private long copied;

  private PeerSource(String kind, Feed feed, Schema schema, PeerLimits limits) {
    this.kind = kind;
    this.feed = feed;
    this.arrivals = new Arrivals(limits.waitingBytes());
    try {
      this.schema = schema != null ? schema : firstSchema(feed);
    } catch (RuntimeException | Error e) {
      closeFeed(feed);
      throw e;
    }
  }

  /**
   * A source of what peers over a socket send.
   *
   * @param kind of the source, for its name
   * @param schema null for the columns that the first peer sends, for which this waits
   */
  public static PeerSource over(
      Endpoint from, String kind, PeerProtocol protocol, Schema schema, PeerLimits limits) {
    Feed feed =
        switch (from) {
          case Endpoint.Connect connect ->
              new ConnectingFeed(connect.address(), connect.toString(), protocol, limits);
          case Endpoint.Listen listen -> new ListeningFeed(listen.address(), protocol, limits);
          case Endpoint.StandardStreams _ ->
              throw new UserException(
                  "A source over sockets needs an address: source="
                      + kind
                      + ", endpoint="
                      + from
                      + ".");
        };
    return new PeerSource(kind, feed, schema, limits);
  }

  /** A source of what comes through a pipe, once. */
  public static PeerSource over(
      PeerInput pipe, String name, String kind, Schema schema, PeerLimits limits) {
    return new PeerSource(kind, new PipeFeed(pipe, name), schema, limits);
  }

  private static Schema firstSchema(Feed feed) {
    try {
      return Patience.within(PATIENCE, feed::awaitSchema);
    } catch (IOException e) {
      throw new UserException(
          "A stream without stated columns needs a peer that sends them within "
              + PATIENCE.toSeconds()
              + " s: peer="
              + feed.name()
              + ", reason="
              + e.getMessage()
              + ". Start the peer first, or state the columns.",
          e);
    }
  }

  @Override
  public String name() {
    return kind + "(" + feed.name() + ")";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext context) {
    allocator = context.allocator();
    feed.start(context, schema, arrivals);
  }

  @Override
  public boolean pollsAhead() {
    return true;
  }

  @Override
  public Polled poll(Limit limit) {
    Offset from = offset();
    long copiedBefore = copied;
    List<Batch> taken = new ArrayList<>();
    try {
      Budget budget = new Budget(limit);
      // What comes during the poll is for the next: a fast sender must not keep it from ending.
      int left = arrivals.size();
      while (!budget.isSpent() && (cutter.hasRows() || left > 0)) {
        if (cutter.hasRows()) {
          taken.add(cutter.cut(budget));
        } else if (taken.isEmpty() || arrivals.peek().lease().mayJoin()) {
          left--;
          begin(arrivals.take());
        } else {
          break;
        }
      }
      if (taken.isEmpty()) {
        checkFeed();
      }
      handedOver += taken.stream().mapToLong(Batch::rows).sum();
      boolean more = cutter.hasRows() || left > 0;
      return new Polled(taken, from, offset(), more, copied - copiedBefore);
    } catch (RuntimeException | Error e) {
      taken.forEach(Batch::close);
      throw e;
    }
  }

  private void begin(Arrivals.Arrival next) {
    copied += next.copied();
    if (next.lease().handOver()) {
      cutter.begin(next.batch());
      return;
    }
    try (Batch inPlace = next.batch()) {
      cutter.begin(BatchCopy.of(inPlace, allocator));
      copied += inPlace.bytes();
    }
  }

  /** Throws what ended the feed, once all that came before it was handed over. */
  private void checkFeed() {
    try {
      feed.check();
    } catch (MillraceException e) {
      if (arrivals.size() == 0) {
        throw e;
      }
    }
  }

  @Override
  public boolean isExhausted() {
    return feed.hasEnded() && arrivals.size() == 0 && !cutter.hasRows();
  }

  private Offset offset() {
    return new Offset("rows=" + handedOver);
  }

  @Override
  public void commit(Offset offset) {}

  @Override
  public void close() {
    try (arrivals;
        cutter) {
      closeFeed(feed);
    }
  }

  private static void closeFeed(Feed feed) {
    try {
      feed.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
