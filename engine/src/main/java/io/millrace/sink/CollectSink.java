package io.millrace.sink;

import io.millrace.kernels.batch.Batch;
import io.millrace.kernels.batch.ColumnValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Keeps every result on the heap, as objects; for tests and small programs. Values are those of
 * {@link ColumnValues#get}. A batch id that comes again replaces what it brought the first time.
 * May be read from any thread, also while the query runs.
 */
public final class CollectSink implements Sink {
  /**
   * One micro-batch's result.
   *
   * @param batchId number of the micro-batch
   * @param timeMillis its time, milliseconds since 1970-01-01T00:00Z
   * @param rows the rows, values in the columns' order, null where there is none
   */
  public record Collected(long batchId, long timeMillis, List<List<Object>> rows) {}

  private final SequencedMap<Long, Collected> results = new TreeMap<>();

  @Override
  public String name() {
    return "collect";
  }

  @Override
  public void open(SinkContext context) {}

  @Override
  public void write(Result result) {
    List<List<Object>> rows = new ArrayList<>();
    for (Batch batch : result.batches()) {
      rows.addAll(ColumnValues.rows(batch));
    }
    Collected collected =
        new Collected(result.batchId(), result.timeMillis(), Collections.unmodifiableList(rows));
    synchronized (this) {
      results.put(result.batchId(), collected);
      notifyAll();
    }
  }

  /** The results so far, by batch id, those without rows included. */
  public synchronized List<Collected> batches() {
    return List.copyOf(results.values());
  }

  /** All rows so far, by batch id. */
  public synchronized List<List<Object>> rows() {
    List<List<Object>> all = new ArrayList<>();
    results.values().forEach(result -> all.addAll(result.rows()));
    return all;
  }

  /** The rows of the latest result; none if there is no result yet. */
  public synchronized List<List<Object>> latest() {
    return results.isEmpty() ? List.of() : results.lastEntry().getValue().rows();
  }

  /** Waits until there are at least {@code count} results. */
  public synchronized void awaitBatches(int count) throws InterruptedException {
    while (results.size() < count) {
      wait();
    }
  }

  /** Keeps what was collected: it may be read after the query has ended. */
  @Override
  public void close() {}
}
