package io.millrace.sink;

import java.io.IOException;

/**
 * Where results go. Offsets are committed only after every sink of the query has accepted the
 * batch, so after a failure a batch may come again with the same id.
 *
 * <p>Life: {@link #open} once when the query starts, then {@link #write} for each micro-batch that
 * has a result, in order of batch ids, then {@link #close} once, also after a failure and also if
 * {@code open} was never called or threw. All on the query's thread.
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

  /** Frees everything. */
  @Override
  void close() throws IOException;
}
