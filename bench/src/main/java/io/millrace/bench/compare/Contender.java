package io.millrace.bench.compare;

import java.io.IOException;

/**
 * Something that answers a query, and says how long that took. The comparison calls {@link
 * #prepare} once, then {@link #run} once a round with the other contenders' runs between, then
 * {@link #close}, all on one thread. Between calls it should hold no processor.
 */
public interface Contender extends AutoCloseable {
  /** A short name, the same for all instances of the class. */
  String name();

  /** What the figures are for. */
  Role role();

  /** Whether it can answer the query; it is left out of the scenario if not. */
  default boolean supports(Query query) {
    return true;
  }

  /**
   * Brings the rows into the contender's own memory, as far as it keeps any. Not timed.
   *
   * @param workload what to answer; the contender borrows it until it is closed
   */
  void prepare(Workload workload) throws Exception;

  /** The version of what runs, and settings it chose. Called after {@link #prepare}. */
  String version();

  /**
   * Answers the query once from the start, with at most the workload's number of threads, until the
   * whole result lies in memory.
   *
   * @return the time that this took, without that of computing the digest, and the result's digest
   */
  Measurement run() throws Exception;

  /** Gives everything back; also after {@link #prepare} has failed half-way. */
  @Override
  void close() throws IOException;
}
