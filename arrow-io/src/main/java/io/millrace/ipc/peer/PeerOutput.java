package io.millrace.ipc.peer;

import io.millrace.kernels.batch.Batch;
import java.io.IOException;
import java.util.List;

/** What one peer is sent. Thread-safe: who sends while another one does waits for it. */
public interface PeerOutput extends AutoCloseable {
  /** The peer, for messages. */
  String name();

  /**
   * Begins: does something, then sends the columns; batches that others send from the moment on in
   * which it was done come behind them.
   */
  void begin(Runnable first) throws IOException;

  /** Waits until the peer has gone, and listens to it meanwhile, if it has anything to say. */
  void awaitEnd() throws IOException;

  /** Sends batches; those without rows are left out. */
  void write(List<Batch> batches) throws IOException;

  /** Sends the mark of the end. */
  void finish() throws IOException;

  /** Closes the connection, which ends whatever waits for the peer. */
  @Override
  void close() throws IOException;
}
