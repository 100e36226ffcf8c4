package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import java.util.List;
import java.util.function.Consumer;

/**
 * What comes out of a group table's panes once a micro-batch is in, and which panes are forgotten.
 */
interface Emission {
  /**
   * Gives results.
   *
   * @param next takes result batches and closes them
   */
  void emit(BatchRun run, Consumer<List<Batch>> next);
}
