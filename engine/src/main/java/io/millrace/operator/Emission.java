package io.millrace.operator;

import io.millrace.kernels.batch.Batch;
import java.util.List;
import java.util.function.Consumer;

/**
 * What comes out of a group table's panes once a micro-batch is in, and which panes are forgotten.
 */
interface Emission {
  /** Remembers where things stand, before a micro-batch. */
  default void mark() {}

  /** Goes back to where things stood, for the micro-batch to be run again. */
  default void rollback() {}

  /**
   * Gives results.
   *
   * @param next takes result batches and closes them
   */
  void emit(BatchRun run, Consumer<List<Batch>> next);
}
