package io.millrace.harness;

import io.millrace.ContextBuilder;
import io.millrace.Stream;
import io.millrace.StreamingContext;
import io.millrace.Trigger;
import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.fixture.TestBatches;
import io.millrace.kernels.fixture.TestColumn;
import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import io.millrace.sink.CollectSink;
import io.millrace.source.QueueSource;
import io.millrace.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Drives one query over batches made by hand, one micro-batch after another on a clock that the
 * test moves, and checks at the end that every byte came back.
 */
public final class QueryHarness implements AutoCloseable {
  private static final long INTERVAL = 1_000;

  private final RootAllocator root = new RootAllocator();
  private final ManualClock clock = new ManualClock(0);
  private final List<BatchMetrics> metrics = Collections.synchronizedList(new ArrayList<>());
  private final List<String> names;
  private final QueueSource source;
  private final CollectSink sink = new CollectSink();
  private final StreamingContext context;
  private final Stream input;

  /** A source with these columns. */
  public QueryHarness(Field... fields) {
    this(settings -> settings, fields);
  }

  /** A source with these columns in a context with these settings. */
  public QueryHarness(UnaryOperator<ContextBuilder> settings, Field... fields) {
    this.names = Arrays.stream(fields).map(Field::getName).toList();
    this.source = new QueueSource(new Schema(List.of(fields)));
    this.context =
        settings
            .apply(
                StreamingContext.builder()
                    .batchInterval(Duration.ofMillis(INTERVAL))
                    .trigger(Trigger.INTERVAL)
                    .clock(clock)
                    .allocator(root)
                    .listener(
                        new BatchListener() {
                          @Override
                          public void onBatch(BatchMetrics batch) {
                            metrics.add(batch);
                          }
                        }))
            .create();
    this.input = context.queue(source);
  }

  /** The stream of the source's rows. */
  public Stream input() {
    return input;
  }

  /** The context. */
  public StreamingContext context() {
    return context;
  }

  /** Where batches come from. */
  public RootAllocator allocator() {
    return root;
  }

  /** Attaches the collecting sink and starts. */
  public QueryHarness start(Stream output) {
    output.to(sink);
    context.start();
    return this;
  }

  /** A host batch with the source's columns; ownership goes to the caller. */
  public Batch batch(TestColumn... columns) {
    try (Batch unnamed = TestBatches.of(root, columns)) {
      return unnamed.select(source.schema(), IntStream.range(0, names.size()).toArray());
    }
  }

  /** Runs one micro-batch over the given columns, and returns the rows of its result. */
  public List<List<Object>> run(TestColumn... columns) throws InterruptedException {
    if (columns.length > 0) {
      source.add(batch(columns));
    }
    return tick();
  }

  /** Puts a batch into the source. */
  public void add(Batch batch) {
    source.add(batch);
  }

  /**
   * Runs one micro-batch over what the source holds, and returns the rows of its result, if it had
   * one.
   */
  public List<List<Object>> tick() throws InterruptedException {
    return tick(INTERVAL);
  }

  /** As {@link #tick()}, after so many milliseconds. */
  public List<List<Object>> tick(long millis) throws InterruptedException {
    int results = sink.batches().size();
    awaitIdle();
    clock.advance(millis);
    awaitIdle();
    List<CollectSink.Collected> all = sink.batches();
    return all.size() > results ? all.getLast().rows() : null;
  }

  /** Waits until the query waits for its next batch; throws its failure if it fails instead. */
  private void awaitIdle() throws InterruptedException {
    while (!clock.isAwaited() && !context.awaitTermination(Duration.ofNanos(100_000))) {
      Thread.onSpinWait();
    }
  }

  /** The metrics of the latest micro-batch. */
  public BatchMetrics metrics() {
    return metrics.getLast();
  }

  /** Bytes that the query and its source hold now. */
  public long bytes() {
    return root.getAllocatedMemory();
  }

  /** Ends the query; fails on a leaked byte. */
  @Override
  public void close() {
    try (root) {
      context.close();
    }
  }
}
