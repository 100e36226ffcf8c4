package io.millrace.flight.topic;

import io.millrace.kernels.batch.Batch;
import io.millrace.source.Limit;
import io.millrace.source.Offset;
import io.millrace.source.Polled;
import io.millrace.source.Source;
import io.millrace.source.SourceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What comes to a subscription, in whole batches as they were put. Offsets are {@code batches=N}.
 */
public final class SubscriptionSource implements Source {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final String name;
  private final Schema schema;
  private final Supplier<Subscription> subscribe;
  private final boolean onlySource;
  private Subscription reader;
  private long taken;

  private SubscriptionSource(
      String name, Schema schema, Supplier<Subscription> subscribe, boolean onlySource) {
    this.name = name;
    this.schema = schema;
    this.subscribe = subscribe;
    this.onlySource = onlySource;
  }

  /**
   * What is written to a topic from the query's start on.
   *
   * @param queuedBytes how much may wait for the query; beyond, who writes waits, as long as it
   *     takes
   */
  public static SubscriptionSource of(Topic topic, long queuedBytes) {
    return new SubscriptionSource(
        topic.name(), topic.schema(), () -> topic.subscribe(queuedBytes, null), false);
  }

  /**
   * What one client sends, for a query with no other source: each batch is a micro-batch, and the
   * source has more until the client has ended. A poll waits for the next batch; whoever stops the
   * query must end the subscription.
   */
  public static SubscriptionSource exchange(String name, Schema schema, Subscription reader) {
    return new SubscriptionSource(name, schema, () -> reader, true);
  }

  @Override
  public String name() {
    return "flight(" + name + ")";
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void open(SourceContext context) {
    reader = subscribe.get();
  }

  @Override
  public Polled poll(Limit limit) {
    Offset from = offset();
    List<Batch> batches = new ArrayList<>();
    try {
      long copied = onlySource ? takeOne(batches) : takeWaiting(batches, limit);
      boolean more = onlySource ? !reader.isAtEnd() : reader.hasWaiting();
      return new Polled(batches, from, offset(), more, copied);
    } catch (RuntimeException | Error e) {
      batches.forEach(Batch::close);
      throw e;
    }
  }

  /** Waits as long as it takes: the query has nothing else to do, and who stops it ends this. */
  private long takeOne(List<Batch> batches) {
    return take(batches, FOREVER);
  }

  private long takeWaiting(List<Batch> batches, Limit limit) {
    long copied = 0;
    long rows = 0;
    long bytes = 0;
    while (rows < limit.rows() && bytes < limit.bytes() && reader.hasWaiting()) {
      copied += take(batches, Duration.ZERO);
      rows += batches.getLast().rows();
      bytes += batches.getLast().bytes();
    }
    return copied;
  }

  /** Bytes that the batch cost on its way, 0 if none came. */
  private long take(List<Batch> batches, Duration wait) {
    Subscription.Waiting next = null;
    try {
      next = reader.poll(wait);
    } catch (InterruptedException e) {
      // the loop looks at the interrupt when it waits itself
      Thread.currentThread().interrupt();
    }
    if (next == null) {
      return 0;
    }
    taken++;
    batches.add(next.batch());
    return next.bytesCopied();
  }

  private Offset offset() {
    return new Offset("batches=" + taken);
  }

  @Override
  public void commit(Offset offset) {}

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
