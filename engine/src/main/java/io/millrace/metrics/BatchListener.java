package io.millrace.metrics;

/**
 * Is told what a query does. Called on the query's thread, so it should be quick; what it throws is
 * logged and does not harm the query.
 */
public interface BatchListener {
  /** A micro-batch is done and committed. */
  default void onBatch(BatchMetrics metrics) {}

  /** The query has ended by a failure. */
  default void onFailure(Throwable failure) {}

  /** The query has ended, in whatever way; everything has been released. */
  default void onStop() {}
}
