package io.millrace.ipc.stream;

import io.millrace.ipc.poll.Arrivals;
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
  private final PeerLimits limits;
  private SocketChannel first;
  private PeerStream firstStream;
  private Acceptor acceptor;

  ListeningFeed(SocketAddress address, PeerLimits limits) {
    this.socket = ListeningSocket.bind(address);
    this.limits = limits;
  }

  @Override
  public String name() {
    return "listen " + socket.name();
  }

  @Override
  public Schema awaitSchema() throws IOException {
    first = socket.accept();
    firstStream = new PeerStream(first, socket.name() + " peer 1", limits);
    return firstStream.awaitSchema();
  }

  @Override
  public void start(SourceContext context, Schema schema, Arrivals arrivals) {
    acceptor =
        new Acceptor(
            socket,
            limits.peers(),
            (channel, name) -> {
              try (PeerStream stream =
                  channel == first ? firstStream : new PeerStream(channel, name, limits)) {
                stream.readInto(arrivals, schema, context.allocator());
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
    try (SocketChannel waiting = first) {
      socket.close();
    }
  }
}
