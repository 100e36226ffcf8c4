package io.millrace.ipc.stream;

import io.millrace.error.MillraceException;
import io.millrace.error.UserException;
import io.millrace.ipc.poll.Arrivals;
import io.millrace.ipc.poll.BatchCutter;
import io.millrace.ipc.poll.Budget;
import io.millrace.kernels.batch.Batch;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches that peers send as Arrow IPC streams. They are received on threads of the source's own,
 * checked there, and wait to be polled; while more wait than the limit allows, nothing is received,
 * so that the senders have to wait. Offsets are {@code rows=N}, the rows handed over so far.
 */
final class IpcStreamSource implements Source {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Feed feed;
  private final Schema schema;
  private final Arrivals arrivals;
  private final BatchCutter cutter = new BatchCutter();
  private long handedOver;

  /**
   * A source over a feed, which it takes over, also if this throws.
   *
   * @param schema null for the columns that the first peer sends
   */
  IpcStreamSource(Feed feed, Schema schema, PeerLimits limits) {
    this.feed = feed;
    this.arrivals = new Arrivals(limits.waitingBytes());
    try {
      this.schema = schema != null ? schema : firstSchema(feed);
    } catch (RuntimeException | Error e) {
      closeFeed(feed);
      throw e;
    }
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
              + ". Start the peer first, or pass the columns to ipcStream.",
          e);
    }
  }

  @Override
  public String name() {
    return "ipcStream(" + feed.name() + ")";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext context) {
    feed.start(context, schema, arrivals);
  }

  @Override
  public Polled poll(Limit limit) {
    Offset from = offset();
    List<Batch> taken = new ArrayList<>();
    try {
      Budget budget = new Budget(limit);
      // What comes during the poll is for the next: a fast sender must not keep it from ending.
      int left = arrivals.size();
      long copied = 0;
      while (!budget.isSpent() && (cutter.hasRows() || left > 0)) {
        if (cutter.hasRows()) {
          taken.add(cutter.cut(budget));
        } else {
          left--;
          Arrivals.Arrival arrival = arrivals.take();
          copied += arrival.copied();
          cutter.begin(arrival.batch());
        }
      }
      if (taken.isEmpty()) {
        checkFeed();
      }
      handedOver += taken.stream().mapToLong(Batch::rows).sum();
      return new Polled(taken, from, offset(), cutter.hasRows() || left > 0, copied);
    } catch (RuntimeException | Error e) {
      taken.forEach(Batch::close);
      throw e;
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
