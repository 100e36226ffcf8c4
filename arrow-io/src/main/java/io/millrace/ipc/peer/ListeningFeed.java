package io.millrace.ipc.peer;

import io.millrace.error.DataException;
import io.millrace.ipc.socket.Acceptor;
import io.millrace.ipc.socket.ListeningSocket;
import io.millrace.source.SourceContext;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Peers that connect. Their batches come in the order in which they are whole. */
final class ListeningFeed implements Feed {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningFeed.class);

  private final ListeningSocket socket;
  private final PeerProtocol protocol;
  private final PeerLimits limits;
  private SocketChannel first;
  private PeerInput firstInput;
  private Acceptor acceptor;

  ListeningFeed(SocketAddress address, PeerProtocol protocol, PeerLimits limits) {
    this.socket = ListeningSocket.bind(address);
    this.protocol = protocol;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "listen " + socket.name();
  }

  /** Of the first peer that tells them; those that cannot are dropped, as they are later. */
  @Override
  public Schema awaitSchema() throws IOException {
    for (int number = 1; ; number++) {
      String peer = socket.name() + " peer " + number;
      first = socket.accept();
      firstInput = protocol.input(first, peer, Side.SERVER, limits);
      try {
        return firstInput.awaitSchema();
      } catch (IOException | DataException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warn("A peer was dropped: peer={}, reason={}", peer, e.getMessage());
        firstInput.close();
      }
    }
  }

  @Override
  public void start(SourceContext context, Schema schema, Arrivals arrivals) {
    acceptor =
        new Acceptor(
            socket,
            limits.peers(),
            (channel, name) -> {
              try (PeerInput input =
                  channel == first
                      ? firstInput
                      : protocol.input(channel, name, Side.SERVER, limits)) {
                input.readInto(arrivals, schema, context.allocator());
              }
            });
    acceptor.start();
    if (first != null) {
      acceptor.serve(first);
    }
  }

  @Override
  public void check() {
    acceptor.check();
  }

  @Override
  public boolean hasEnded() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (acceptor != null) {
      acceptor.close();
      return;
    }
    try (PeerInput unread = firstInput;
        SocketChannel waiting = first) {
      socket.close();
    }
  }
}
