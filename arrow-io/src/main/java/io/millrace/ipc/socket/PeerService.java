package io.millrace.ipc.socket;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** What is done with a peer. Called on a thread that is the peer's alone. */
@FunctionalInterface
public interface PeerService {
  /**
   * Serves a peer until it is gone or not wanted any more.
   *
   * @param channel blocking; closed by the caller when this returns
   * @param name of the peer, for messages
   * @throws IOException if the connection breaks
   * @throws io.millrace.error.DataException if the peer sends what it must not
   * @throws InterruptedException if the thread was interrupted, which is how it is told to end
   */
  void serve(SocketChannel channel, String name) throws IOException, InterruptedException;
}
