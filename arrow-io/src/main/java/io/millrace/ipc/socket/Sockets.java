package io.millrace.ipc.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** Connections to peers that listen. */
public final class Sockets {
  /** What the kernel is asked to hold between the two ends; it may give less. */
  private static final int BUFFER_BYTES = 1 << 20;

  private Sockets() {}

  /**
   * Connects, or throws at once if nobody answers.
   *
   * @param address a host's name is looked up now
   */
  public static SocketChannel connect(SocketAddress address) throws IOException {
    SocketAddress known = lookedUp(address);
    SocketChannel channel =
        known instanceof UnixDomainSocketAddress unix
            ? SocketChannel.open(unix)
            : SocketChannel.open(known);
    return tuned(channel);
  }

  static SocketAddress lookedUp(SocketAddress address) throws UnknownHostException {
    if (!(address instanceof InetSocketAddress tcp) || !tcp.isUnresolved()) {
      return address;
    }
    InetSocketAddress found = new InetSocketAddress(tcp.getHostString(), tcp.getPort());
    if (found.isUnresolved()) {
      throw new UnknownHostException(tcp.getHostString());
    }
    return found;
  }

  static SocketChannel tuned(SocketChannel channel) throws IOException {
    try {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      }
      return channel;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }
}
