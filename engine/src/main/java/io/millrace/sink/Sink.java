package io.millrace.sink;

import java.io.IOException;

/**
 * Where results go. Offsets are committed only after every sink of the query has accepted the
 * batch, so after a failure a batch may come again with the same id.
 *
 * <p>Life: {@link #open} once when the query starts, then {@link #write} for each micro-batch that
 * has a result, in order of batch ids, then {@link #finish} unless there was a failure, then {@link
 * #close} once, also after a failure and also if {@code open} was never called or threw. All on the
 * query's thread.
 */
public interface Sink extends AutoCloseable {
  /** Short name for plans, logs and messages, such as {@code csv(/data/out)}. */
  String name();

  /** Prepares for writing; a good place to refuse a schema that cannot be written. */
  void open(SinkContext context) throws IOException;

  /**
   * Accepts one micro-batch's result, whole or not at all. The result is closed by the engine when
   * this returns; what is to live longer must be retained.
   */
  void write(Result result) throws IOException;

  /**
   * Everything has been written: the query ended by itself or gracefully. Called once before {@link
   * #close}, and not at all if the query failed or was stopped at once; a sink whose readers must
   * be able to tell a whole output from a broken one marks its end here.
   */
  default void finish() throws IOException {}

  /**
   * The query was told to stop. A write that waits for somebody who may never come gives up with a
   * {@link SinkStoppedException}: if not {@code graceful} every wait ends, otherwise only one for a
   * peer that is not there. Called by any thread, at any time, perhaps more than once; returns at
   * once.
   */
  default void stopping(boolean graceful) {}

  /** Bytes that this sink has copied since it was opened, in memory, on their way out. */
  default long bytesCopied() {
    return 0;
  }

  /** Frees everything. */
  @Override
  void close() throws IOException;
}
