package io.millrace.ipc.peer;

import io.millrace.ipc.socket.Acceptor;
import io.millrace.ipc.socket.ListeningSocket;
import io.millrace.source.SourceContext;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.arrow.vector.types.pojo.Schema;

/** Peers that connect. Their batches come in the order in which they are whole. */
final class ListeningFeed implements Feed {
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

  @Override
  public Schema awaitSchema() throws IOException {
    first = socket.accept();
    firstInput = protocol.input(first, socket.name() + " peer 1", Side.SERVER, limits);
    return firstInput.awaitSchema();
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
