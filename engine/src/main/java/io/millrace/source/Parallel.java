package io.millrace.source;

import java.util.function.IntConsumer;

/** Where a source may do work of a poll on several threads: the query's workers, idle meanwhile. */
@FunctionalInterface
public interface Parallel {
  /** Everything on the calling thread. */
  Parallel NONE =
      (tasks, task) -> {
        for (int i = 0; i < tasks; i++) {
          task.accept(i);
        }
      };

  /**
   * Runs tasks with the numbers from 0, and returns when all have ended. A failure is thrown, once
   * no task runs any more; others may not have been begun then. Only from within a poll.
   */
  void forEach(int tasks, IntConsumer task);
}
