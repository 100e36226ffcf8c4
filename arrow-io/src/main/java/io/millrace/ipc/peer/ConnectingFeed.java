package io.millrace.ipc.peer;

import io.millrace.ipc.socket.Connector;
import io.millrace.ipc.socket.Sockets;
import io.millrace.source.SourceContext;
import io.millrace.transport.PeerLimits;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.arrow.vector.types.pojo.Schema;

/** A peer that is connected to, again and again. */
final class ConnectingFeed implements Feed {
  private final SocketAddress address;
  private final String name;
  private final PeerProtocol protocol;
  private final PeerLimits limits;
  private SocketChannel first;
  private PeerInput firstInput;
  private Connector connector;

  ConnectingFeed(SocketAddress address, String name, PeerProtocol protocol, PeerLimits limits) {
    this.protocol = protocol;
    this.address = address;
    this.name = name;
    this.limits = limits;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema awaitSchema() throws IOException {
    first = Sockets.connect(address);
    firstInput = protocol.input(first, name, Side.CLIENT, limits);
    return firstInput.awaitSchema();
  }

  @Override
  public void start(SourceContext context, Schema schema, Arrivals arrivals) {
    connector =
        new Connector(
            address,
            name,
            (channel, peer) -> {
              try (PeerInput input =
                  channel == first
                      ? firstInput
                      : protocol.input(channel, peer, Side.CLIENT, limits)) {
                connector.worked();
                input.readInto(arrivals, schema, context.allocator());
              }
            });
    connector.start(first, context.clock());
  }

  @Override
  public void check() {
    connector.check();
  }

  @Override
  public boolean hasEnded() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (connector != null) {
      connector.close();
      return;
    }
    try (PeerInput unread = firstInput;
        SocketChannel waiting = first) {
      connector = null;
    }
  }
}
