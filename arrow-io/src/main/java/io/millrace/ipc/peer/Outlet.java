package io.millrace.ipc.peer;

import io.millrace.kernels.batch.Batch;
import io.millrace.sink.SinkContext;
import java.io.IOException;
import java.util.List;

/** Who takes a sink's batches: peers that connect, a peer that is connected to, a pipe. */
sealed interface Outlet extends AutoCloseable
    permits ListeningOutlet, ConnectingOutlet, PipeOutlet {
  /** The other end, for messages. */
  String name();

  /** Prepares for writing results of these columns. */
  void open(SinkContext context) throws IOException;

  /**
   * Sends one result, whole; again from its beginning if a connection breaks.
   *
   * @throws io.millrace.sink.SinkStoppedException if it was waiting when the query was stopped
   */
  void write(List<Batch> batches) throws IOException;

  /** Marks the end of the output. */
  void finish() throws IOException;

  /** As {@link io.millrace.sink.Sink#stopping}. */
  void stopping(boolean graceful);

  /** Bytes that had to be written anew in memory first. */
  long bytesCopied();

  @Override
  void close() throws IOException;
}
