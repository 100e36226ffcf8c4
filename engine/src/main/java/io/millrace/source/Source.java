package io.millrace.source;

import io.millrace.error.UserException;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Where a stream begins. The loop asks, the source never pushes: once for each micro-batch it is
 * polled for what has arrived, up to a limit, which is how back-pressure reaches it.
 *
 * <p>Life: {@link #schema()} and {@link #name()} from construction on; {@link #open} once when the
 * query starts; then {@link #poll} and {@link #commit} by turns (but see {@link #pollsAhead}),
 * always on the query's thread; {@link #close} once at the end, also after a failure, and also if
 * {@code open} was never called or threw. A source may run threads of its own in between (a reader
 * of a socket on a virtual thread, say), within bounded memory.
 *
 * <p>Errors: what is wrong with the data is a {@link io.millrace.error.DataException}; a peer or
 * folder that went away and may come back is no error: the source polls empty meanwhile, and logs.
 */
public interface Source extends AutoCloseable {
  /** Short name for plans, logs and messages, such as {@code socketText(localhost:9999)}. */
  String name();

  /** The columns of every batch that this source will hand over. */
  Schema schema();

  /** Prepares for polling. */
  void open(SourceContext context);

  /**
   * Goes to where an earlier run was: the next poll begins there. Called at most once, after {@link
   * #open} and before the first poll.
   *
   * @param offset the text of a {@link Polled#to} that this source, or one like it, has given
   * @throws UserException if the source cannot hand over rows again, as it is unless this is
   *     overridden, or the offset is none of its own
   */
  default void seek(Offset offset) {
    throw new UserException(
        "A source must be able to hand over rows again, to begin where an earlier run was: source="
            + name()
            + ", offset="
            + offset
            + ". Leave it out of startingAt(...); it begins with what comes.");
  }

  /**
   * Takes what has arrived, in order, without waiting for more.
   *
   * @param limit at most this much; a source that cannot cut finer may go over it by one unit of
   *     its own (a line, a record batch), and must return at least one unit if it has any
   */
  Polled poll(Limit limit);

  /**
   * Whether this may be polled once more before what it gave last is committed, so that a device
   * can fetch the next batch while it computes one. Such a poll does not wait, either.
   */
  default boolean pollsAhead() {
    return false;
  }

  /**
   * Whether no row will ever come again; asked after a poll. A query all of whose sources are
   * exhausted ends by itself, whatever its trigger.
   */
  default boolean isExhausted() {
    return false;
  }

  /**
   * Everything up to this offset has been accepted by all sinks and need never be handed over
   * again. Called in order; not for every poll, if batches fail.
   */
  void commit(Offset offset);

  /**
   * Rows so far in which text that was not UTF-8 was replaced; for the metrics. Asked after a poll.
   */
  default long rowsReplaced() {
    return 0;
  }

  /** Frees everything. */
  @Override
  void close();
}
