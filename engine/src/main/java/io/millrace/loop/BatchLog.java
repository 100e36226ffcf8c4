package io.millrace.loop;

import io.millrace.metrics.BatchListener;
import io.millrace.metrics.BatchMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a batch in the log. */
final class BatchLog implements BatchListener {
  private static final Logger LOG = LoggerFactory.getLogger("io.millrace.batch");

  private final String query;

  BatchLog(String query) {
    this.query = query;
  }

  @Override
  public void onBatch(BatchMetrics m) {
    LOG.info(
        "query={} batch={} rows={} out={} took={}ms delay={}ms rate={}/s late={} state={} groups {}"
            + " bytes limit={} device={}",
        query,
        m.batchId(),
        m.rowsIn(),
        m.rowsOut(),
        m.processingNanos() / 1_000_000,
        m.delayMillis(),
        Math.round(m.rowsPerSecond()),
        m.lateRows(),
        m.stateRows(),
        m.stateBytes(),
        m.limitRows() == Long.MAX_VALUE ? "none" : m.limitRows(),
        m.device());
    if (m.valueErrors().total() > 0) {
      LOG.warn(
          "query={} batch={}: values became null: divisions by zero={}, failed casts={}",
          query,
          m.batchId(),
          m.valueErrors().divisionsByZero(),
          m.valueErrors().failedCasts());
    }
    if (m.rowsReplaced() > 0) {
      LOG.warn(
          "query={} batch={}: text was not UTF-8, U+FFFD stands in its place: rows={}",
          query,
          m.batchId(),
          m.rowsReplaced());
    }
  }

  @Override
  public void onFailure(Throwable failure) {
    LOG.error("query={} failed: {}", query, failure.getMessage());
  }
}
