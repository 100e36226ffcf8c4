package io.millrace.ipc.peer;

import io.millrace.sink.SinkContext;
import io.millrace.transport.PeerLimits;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** How batches go over a connection. Thread-safe. */
public interface PeerProtocol {
  /**
   * What a peer sends, from here on.
   *
   * @param channel closed with it
   * @param name of the peer, for messages
   */
  PeerInput input(SocketChannel channel, String name, Side side, PeerLimits limits);

  /**
   * What a peer is sent.
   *
   * @param channel closed with it
   * @param name of the peer, for messages
   * @param copied gets the bytes that are copied in memory on their way out
   */
  PeerOutput output(
      SocketChannel channel,
      String name,
      Side side,
      PeerLimits limits,
      SinkContext context,
      AtomicLong copied);
}
