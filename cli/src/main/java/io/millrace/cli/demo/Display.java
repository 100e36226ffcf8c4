package io.millrace.cli.demo;

import io.millrace.metrics.BatchMetrics;

/** Where the demo is seen. Called on the query's thread, and closed once the query has ended. */
interface Display extends AutoCloseable {
  /** A window has been finished; the batch that finished it is shown after this. */
  void window(FinishedWindow window);

  /** A batch is done. */
  void batch(BatchMetrics metrics);

  /** Shows what the whole run was like. */
  @Override
  void close();
}
